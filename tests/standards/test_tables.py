"""CSV files against a Table Schema: each mistake with its row, column and what to do; hostile files come to nothing."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from missions.standards.checking import findings as pulse
from missions.standards.checking.findings import Stopped, Unreadable
from tests.standards.files import GOOD, HEAD, TREES, found


def kinds(path: Path, content: str | bytes, schema: Any = TREES) -> list[tuple[int, str, str, int]]:
    """(row, column, rule, how many) of each kind."""
    return [(kind.row, kind.column, kind.rule, kind.count) for kind in found(path, schema, content)[1].kinds.values()]


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"0" * 50_000_000)
    return packed.getvalue()


def test_a_right_file_has_no_mistake(tmp_path: Path) -> None:
    rows, findings = found(tmp_path, TREES, GOOD)
    assert (rows, findings.count) == (2, 0)


def test_each_mistake_is_told_with_row_column_and_what_to_do(tmp_path: Path) -> None:
    wrong = f"{HEAD}T-1,1 March,12,good\nX9,2020-01-01,200,bad\n,2020-01-01,,fair\nT-4,2020-13-01,high,=A1\n"
    _, findings = found(tmp_path, TREES, wrong)
    told = {(kind.column, kind.rule): (kind.row, kind.value, kind.count) for kind in findings.kinds.values()}
    assert told == {
        ("planted", "type"): (2, "1 March", 2),
        ("reference", "pattern"): (3, "X9", 1),
        ("height", "maximum"): (3, "200", 1),
        ("state", "enum"): (3, "bad", 1),
        ("reference", "required"): (4, "", 1),
        ("height", "type"): (5, "high", 1),
        ("state", "formula"): (5, "=A1", 1),
    }
    first = findings.kinds["planted", "type"]
    assert (first.wrong, first.mend, first.more_rows) == (
        "This is not a date.",
        "Write it as year-month-day, like 2026-03-27.",
        [5],
    )
    assert all(kind.wrong.endswith(".") and kind.mend for kind in findings.kinds.values())


def test_the_same_kind_is_told_once_with_how_many(tmp_path: Path) -> None:
    _, findings = found(tmp_path, TREES, HEAD + "".join(f"T-{number},never,1,good\n" for number in range(100)))
    (kind,) = findings.kinds.values()
    assert (kind.row, kind.count, kind.more_rows, findings.count) == (2, 100, [3, 4, 5, 6, 7], 100)


def test_a_value_that_must_differ_is_told_with_the_row_of_the_first(tmp_path: Path) -> None:
    _, findings = found(tmp_path, TREES, f"{HEAD}T-1,,1,good\nT-2,,1,good\nT-1,,2,good\nT-1,,2,good\n")
    (kind,) = findings.kinds.values()
    assert (kind.row, kind.column, kind.rule, kind.count, kind.wrong) == (
        4,
        "reference",
        "unique",
        2,
        "The same stands in row 2.",
    )


def test_a_primary_key_of_two_columns_is_filled_in_and_differs_together(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"]}
    assert kinds(tmp_path, "a,b\n1,1\n1,2\n1,1\n1,\n", schema) == [(5, "b", "required", 1), (4, "a, b", "unique", 1)]


def test_a_pattern_with_alternatives_holds_for_all_of_the_value(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "constraints": {"pattern": "yes|no"}}]}
    assert kinds(tmp_path, "a\nyes\nyesterday\ntechno\n", schema) == [(3, "a", "pattern", 2)]


def test_rows_with_missing_or_more_cells_and_empty_rows(tmp_path: Path) -> None:
    content = f"{HEAD}T-1,,1\n\nT-2,,1,good,more\nT-3,,1,good\n\n\n"
    assert kinds(tmp_path, content) == [(2, "", "cells", 2), (3, "", "empty row", 1)]


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ("reference;planted;height;state", [(1, "", "separator", 1)]),
        ("reference,planted,height", [(1, "state", "heading", 1)]),
        ("Reference,planted,height,state", [(1, "reference", "heading", 1)]),
        ("reference,planted,height,state,colour", [(1, "colour", "heading", 1)]),
        ("reference,planted,state,height", [(1, "state", "heading order", 1)]),
        ("reference,planted,height,state,state", [(1, "state", "heading", 1)]),
        ("reference,planted,height,state,,", [(1, "", "heading", 2)]),
    ],
)
def test_wrong_headings_are_told_once_not_row_by_row(tmp_path: Path, headings: str, told: list[Any]) -> None:
    assert kinds(tmp_path, f"{headings}\nT-1,,1,good\nT-2,,1,good\n") == told


def test_columns_in_any_order_where_the_schema_says_so(tmp_path: Path) -> None:
    assert kinds(tmp_path, "state,height,planted,reference\ngood,1,,T-1\n", {**TREES, "fieldsMatch": "equal"}) == []
    assert kinds(tmp_path, "more,state,height,planted,reference\nx,good,1,,T-1\n", {**TREES, "fieldsMatch": "subset"}) == []
    assert kinds(tmp_path, "reference,state\nT-1,good\n", {**TREES, "fieldsMatch": "superset"}) == []
    assert kinds(tmp_path, "colour\nred\n", {**TREES, "fieldsMatch": "partial"}) == [(1, "", "heading", 1)]


def test_headings_alone_show_nothing(tmp_path: Path) -> None:
    assert kinds(tmp_path, HEAD) == [(0, "", "rows", 1)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf \r\n", "The file is empty."),
        (zipped(), "a spreadsheet or a zip file"),
        (b"\xd0\xcf\x11\xe0rest", "an old Excel file"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (GOOD.encode("utf-16-le"), "UTF-16"),
        (GOOD.encode("utf-16-be"), "UTF-16"),
        (GOOD.encode("utf-32"), "UTF-16"),
        (f"{HEAD}T-1,,1,good\nT-2,,1,£5 – dear\n".encode("cp1252"), "Line 3 holds a letter that isn’t UTF-8"),
        (f"{HEAD}T-1,,1,go\x00od\n".encode(), "Line 2 holds a character that no text has"),
        (b"<html><script>alert(1)</script></html>", "a web page"),
        (b'{"a": 1}', "This is JSON"),
        (b"%PDF-1.7", "a PDF"),
        (f'{HEAD}"T-1,,1,good\nT-2,,1,good\n'.encode(), "can’t be read as a table"),
        (f"{HEAD}{'x' * 200_001},,1,good\n".encode(), "longer than 200,000 characters"),
        (",".join(f"c{number}" for number in range(1_001)).encode(), "more than 1,000 columns"),
    ],
    ids=range(17),
)
def test_a_file_that_cant_be_read_is_told_in_one_sentence(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told) as raised:
        found(tmp_path, TREES, content)
    assert raised.value.mend.endswith(".")


def test_a_byte_order_mark_of_utf_8_and_other_line_ends_do_no_harm(tmp_path: Path) -> None:
    assert kinds(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == []


def test_a_broken_letter_where_two_pieces_meet_is_found_in_its_line(tmp_path: Path) -> None:
    line = "T-1,,1,good\n"
    lines = (1 << 20) // len(line)
    content = (HEAD + line * lines).encode() + b"T-2,,1,\xc3(\n"
    with pytest.raises(Unreadable, match=f"Line {lines + 2:,} "):
        found(tmp_path, TREES, content)


def test_too_many_rows_are_not_checked_and_said_so(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="more than 3 rows"):
        found(tmp_path, TREES, HEAD + "".join(f"T-{number},,1,good\n" for number in range(4)), most_rows=3)


def test_a_pattern_that_takes_for_ever_on_a_value_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "SECONDS_FOR_ONE_ROW", 1)
    schema = {"fields": [{"name": "a", "constraints": {"pattern": "(x+x+)+y"}}]}
    with pytest.raises(Stopped, match="Row 2 takes longer than 1 seconds"):
        found(tmp_path, schema, f"a\n{'x' * 60}\n")


def test_huge_numbers_are_told_and_nothing_falls_over(tmp_path: Path) -> None:
    content = f"{HEAD}T-1,,{'9' * 5_000},good\nT-2,,1e999,good\nT-3,,NaN,good\nT-4,9999999-01-01,1,good\n"
    told = kinds(tmp_path, content)
    assert {column for _, column, _, _ in told} == {"height", "planted"}
    assert sum(count for *_, count in told) >= 3
