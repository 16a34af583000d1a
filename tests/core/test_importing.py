"""Whole files as councils really send them: every problem told at once with its place, or one clear sentence about the file."""

import datetime as dt
import io
import re
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from missions.core import importing, sent, sheets
from missions.core.importing import Column, NotATable, Problem, read_table
from missions.core.reading import day, number

COLUMNS = (Column("code", required=True), Column("name"), Column("homes", number), Column("from-date", day))
HEADER = "code,name,homes,from-date\n"
ONE = {"code": "AYT", "name": "Ayton", "homes": 1234, "from-date": dt.date(2024, 4, 1)}


def values(content: bytes) -> list[dict[str, Any]]:
    table = read_table(content, COLUMNS)
    assert table.problems == []
    return [row.values for row in table.rows]


def workbook(*rows: list[Any], title: str = "Data") -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(content: bytes, change: Any) -> bytes:
    """The workbook with its first sheet's XML changed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name.endswith("sheet1.xml") else body)
    return out.getvalue()


HEADERS = ["code", "name", "homes", "from-date"]


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + 'AYT,Ayton,"1,234",2024-04-01\n').encode(),
        ("\ufeff" + HEADER + 'AYT,Ayton,"1,234",1/4/2024\n').encode(),
        HEADER.replace(",", ";").encode() + b"AYT;Ayton;1,234;45383\n",
        HEADER.replace(",", "\t").encode() + b"AYT\tAyton\t1,234\t45383\n",
        b"CODE , Name,HOMES,From Date\r\n AYT , Ayton ,1234,2024-04-01 \r\n",
        b"from_date,homes,name,code,other\n2024-04-01,1234,Ayton,AYT,x\n",
        b"Homes started, by council\n\n" + HEADER.encode() + b"\nAYT,Ayton,1234,2024-04-01\n,,,\n",
        b"sep=;\n" + HEADER.replace(",", ";").encode() + b'"AYT";"Ayton";"1,234";1/4/2024\n',
        b"code,name,,\n,,homes,from-date\nAYT,Ayton,1234,2024-04-01\n",
    ],
    ids=["quotes", "bom", "semicolons", "tabs", "spaces and case", "any order", "title above", "sep=", "two header rows"],
)
def test_a_csv_reads_the_same_however_it_was_saved(content: bytes) -> None:
    assert values(content) == [ONE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_names_keep_their_letters(encoding: str) -> None:
    assert values((HEADER + "YNM,Ynys Môn – “Anglesey”,,\n").encode(encoding))[0]["name"] == "Ynys Môn – “Anglesey”"


def test_every_problem_is_told_at_once_with_its_place() -> None:
    table = read_table((HEADER + "AYT,A,many,2024-04-01\n,B,1,soon\nCEE,C,3,\n").encode(), COLUMNS)
    assert [(problem.line, problem.column, problem.value) for problem in table.problems] == [
        (2, "homes", "many"),
        (3, "code", ""),
        (3, "from-date", "soon"),
    ]
    assert [row.values["code"] for row in table.rows] == ["CEE"]
    assert all(problem.what.endswith(".") for problem in table.problems)


def test_missing_columns_are_all_named() -> None:
    with pytest.raises(NotATable, match="missing: homes, from-date") as refusal:
        read_table(b"code,name\n", COLUMNS)
    assert refusal.value.missing == ("homes", "from-date")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<html><table>", "web page"),
        (b"\n  <!doctype html>", "web page"),
        (b"%PDF-1.4", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (HEADER.encode() + b"A\x00,,,", "CSV or XLSX"),
        (HEADER.encode("utf-16"), "CSV or XLSX"),
        (HEADER.encode() + b"AYT,\x81yton,,\n", "Line 2 holds a character"),
        (HEADER.encode() + "AYT,Môn,,\n".encode() + "BEE,Côte,,\n".encode("cp1252"), "Line 2 mixes two ways"),
        (b"PK\x03\x04 not really", "can’t be opened"),
        (HEADER.encode() + b'AYT,"' + b"x" * 200_000, "quotation mark"),
        (b"," * 5_000, "1,000 columns"),
    ],
    ids=[
        "empty",
        "blank",
        "html",
        "doctype",
        "pdf",
        "xls",
        "nul",
        "utf-16",
        "unreadable",
        "mixed",
        "broken zip",
        "quote",
        "columns",
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, said: str) -> None:
    with pytest.raises(NotATable, match=said):
        read_table(content, COLUMNS)


def test_ten_million_columns_are_refused() -> None:
    with pytest.raises(NotATable, match="1,000 columns"):
        read_table(b"code" + b",x" * 10_000_000, COLUMNS)


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotATable, match="larger than 25 MB"):
        read_table(b"x" * (sent.LARGEST_FILE + 1), COLUMNS)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_ROWS", 2)
    with pytest.raises(NotATable, match="more than 2 rows"):
        read_table((HEADER + "A,,,\n" * 3).encode(), COLUMNS)


@pytest.mark.parametrize(("cell", "said"), [('"=HYPERLINK(""x"")"', "formula"), ("x" * 20_001, "20,000 characters")])
def test_a_formula_or_a_cell_without_end_is_a_problem(cell: str, said: str) -> None:
    [problem] = read_table((HEADER + f"AYT,{cell},,\n").encode(), COLUMNS).problems
    assert (problem.line, problem.column) == (2, "name")
    assert said in problem.what


# Spreadsheets


def test_a_spreadsheet_reads_as_it_looks() -> None:
    book = workbook(HEADERS, ["AYT", "Ayton", 1234, dt.date(2024, 4, 1)], [101, "Beeton ", 0.5, 45383], [None, None])
    assert values(saved(book)) == [
        ONE,
        {"code": "101", "name": "Beeton", "homes": number("0.5"), "from-date": dt.date(2024, 4, 1)},
    ]


def test_a_percentage_reads_as_the_number_that_is_shown() -> None:
    book = workbook(HEADERS, ["AYT", "", 0.07, None])
    book["Data"]["C2"].number_format = "0%"
    assert values(saved(book))[0]["homes"] == 7


def test_merged_cells_give_their_value_to_each_line() -> None:
    book = workbook(HEADERS, ["AYT", "Ayton", 1, None], [None, None, 2, None])
    book["Data"].merge_cells("A2:A3")
    book["Data"].merge_cells("B2:B3")
    assert [(row["code"], row["name"], row["homes"]) for row in values(saved(book))] == [("AYT", "Ayton", 1), ("AYT", "Ayton", 2)]


def test_two_header_rows_with_a_merged_group() -> None:
    columns = (Column("code"), Column("homes 2023", number), Column("homes 2024", number))
    book = workbook(["code", "homes", None], [None, "2023", "2024"], ["AYT", 1, 2])
    book["Data"].merge_cells("B1:C1")
    book["Data"].merge_cells("A1:A2")
    assert [row.values for row in read_table(saved(book), columns).rows] == [{"code": "AYT", "homes 2023": 1, "homes 2024": 2}]


def test_problems_name_the_sheet_and_the_table_may_stand_on_a_later_one() -> None:
    book = workbook(["How to fill this in"], title="Notes")
    sheet = book.create_sheet("Homes")
    sheet.append(HEADERS)
    sheet.append(["AYT", "Ayton", "many", None])
    assert read_table(saved(book), COLUMNS).problems == [
        Problem(2, "homes", "many", "Type a number, for example 1234.50.", "Homes")
    ]


def test_a_formula_without_its_result_is_a_problem_and_not_an_empty_cell() -> None:
    book = workbook(HEADERS, ["AYT", "Ayton", "=1+1", None])
    [problem] = read_table(saved(book), COLUMNS).problems
    assert (problem.column, problem.value) == ("homes", "=")


def test_a_formula_with_its_result_reads_as_the_result() -> None:
    content = saved(workbook(HEADERS, ["AYT", "Ayton", "=1+1", None]))
    computed = rewritten(content, lambda xml: re.sub(rb"<f>1\+1</f><v\s*/?>(</v>)?", b"<f>1+1</f><v>2</v>", xml))
    assert values(computed)[0]["homes"] == 2


def test_a_sheet_that_claims_a_million_columns_is_read_by_what_is_there() -> None:
    content = saved(workbook(HEADERS, ["AYT", "Ayton", 1234, dt.date(2024, 4, 1)]))
    claimed = rewritten(content, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml))
    assert values(claimed) == [ONE]


def test_a_small_file_that_unpacks_to_something_enormous_is_refused() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as bomb, bomb.open("xl/worksheets/sheet1.xml", "w") as stream:
        for _ in range(sheets.LARGEST_UNPACKED // 1_000_000 + 1):
            stream.write(b"0" * 1_000_000)
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(NotATable, match="when opened"):
        read_table(out.getvalue(), COLUMNS)


@pytest.mark.parametrize(
    "change", [lambda xml: xml[:200], lambda xml: xml.replace(b"</row>", b"</raw>")], ids=["cut off", "not XML"]
)
def test_a_broken_spreadsheet_says_what_to_send(change: Any) -> None:
    with pytest.raises(NotATable, match="can’t be opened"):
        read_table(rewritten(saved(workbook(HEADERS, ["AYT", "", 1, None])), change), COLUMNS)
