"""`manage.py import_register`: what it does with good files, broken rows and files that are none."""

import datetime as dt
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from missions.core.models import AuditRow, StoredFile
from missions.register import actions
from missions.register.models import AlternativeName, Identifier, Organisation, Succession

pytestmark = pytest.mark.django_db
HEADER = (
    "local-authority-code,nice-name,official-name,gss-code,former-gss-codes,start-date,end-date,replaced-by,"
    "nation,region,local-authority-type,alt-names,pop-2020,lat,long"
)
NEW = "NEW,Newtown,Newtown Council,E06000099,,2023-04-01,,,England,South West,UA,,1000,51.0,-3.0"
OLD = "OLD,Oldham Vale,Oldham Vale Council,E07000999,E07000998,1974-04-01,2023-04-01,NEW,England,South West,NMD,old vale,400,51.0,-3.0"
OTHER = "OTH,Other,Other Council,E07000997,,,,,England,South West,NMD,,,,"


@pytest.fixture
def sent(tmp_path: Path) -> Any:
    """Imports rows or bytes as a file; returns the printed JSON."""

    def send(*rows: str, content: bytes | None = None, name: str = "register.csv", **options: Any) -> dict[str, Any]:
        path = tmp_path / name
        path.write_bytes("\n".join([HEADER, *rows]).encode() if content is None else content)
        out = StringIO()
        try:
            call_command("import_register", str(path), json=True, stdout=out, **options)
        finally:
            send.printed = out.getvalue()  # type: ignore[attr-defined]
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    return send


def codes() -> set[str]:
    return set(Organisation.objects.values_list("code", flat=True))


def counts(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found[name] for name in ("created", "updated", "unchanged", "ended", "total"))


def test_what_is_new_is_created_with_every_code_and_name(sent: Any) -> None:
    assert counts(sent(NEW, OLD)) == (2, 0, 0, 0, 2)
    old = Organisation.objects.get(code="OLD")
    assert set(old.identifiers.values_list("scheme", "value")) == {
        ("local-authority", "OLD"),
        ("gss", "E07000999"),
        ("former-gss", "E07000998"),
        ("planning-data", "local-authority:OLD"),
    }
    assert list(old.alternative_names.values_list("name", flat=True)) == ["old vale"]
    assert (old.council_type, old.population, old.population_year) == ("district", 400, 2020)


def test_a_second_run_changes_nothing(sent: Any) -> None:
    sent(NEW, OLD)
    kinds = (Organisation, Identifier, AlternativeName, Succession, AuditRow, StoredFile)
    before = [kind._default_manager.count() for kind in kinds]
    assert counts(sent(NEW, OLD)) == (0, 0, 2, 0, 2)
    assert [kind._default_manager.count() for kind in kinds] == before


def test_an_update_that_ends_a_council_keeps_its_codes_and_names(sent: Any) -> None:
    sent(NEW, OLD.replace("2023-04-01,NEW", ",").replace("Oldham Vale,", "Oldham,"))
    assert counts(sent(NEW, OLD)) == (0, 1, 1, 1, 2)
    old = Organisation.objects.get(code="OLD")
    assert old.ends_on == dt.date(2023, 4, 1)
    assert set(old.alternative_names.values_list("name", flat=True)) == {"old vale", "Oldham"}
    assert old.identifiers.count() == 4


def test_a_new_code_is_added_to_the_old_one(sent: Any) -> None:
    sent(NEW)
    sent(NEW.replace("E06000099", "E06000100"))
    assert set(Identifier.objects.filter(scheme="gss").values_list("value", flat=True)) == {"E06000099", "E06000100"}


@pytest.mark.parametrize("end", ["2023-03-31", "2023-04-01"])
def test_an_inclusive_and_an_overlapping_end_come_to_one_boundary(sent: Any, end: str) -> None:
    sent(NEW, OLD.replace("2023-04-01,NEW", f"{end},NEW"))
    link = Succession.objects.get()
    assert (link.predecessor.ends_on, link.vests_on) == (dt.date(2023, 4, 1), dt.date(2023, 4, 1))
    assert link.predecessor.last_day == dt.date(2023, 3, 31)


def test_the_boundary_is_found_when_the_successor_is_in_the_register_already(sent: Any) -> None:
    sent(NEW)
    sent(OLD)
    assert Organisation.objects.get(code="OLD").ends_on == dt.date(2023, 4, 1)
    assert Succession.objects.get().vests_on == dt.date(2023, 4, 1)


def test_a_corrected_end_moves_the_vesting_day(sent: Any) -> None:
    sent(NEW, OLD)
    sent(NEW.replace("2023-04-01", "2024-04-01"), OLD.replace("2023-04-01", "2024-03-31"))
    assert Succession.objects.get().vests_on == dt.date(2024, 4, 1)


def test_a_split_has_two_successors_without_made_up_shares(sent: Any) -> None:
    sent(NEW, NEW.replace("NEW", "NE2").replace("E06000099", "E06000098"), OLD.replace(",NEW,", ',"NEW,NE2",'))
    assert set(Succession.objects.values_list("successor__code", "population_share")) == {("NEW", None), ("NE2", None)}


BROKEN = {
    "a day that doesn’t exist": (OTHER.replace(",,,,England", ",2019-02-30,,,England"), "OTH", "start-date"),
    "a type that nobody knows": (OTHER.replace("NMD", "KINGDOM"), "OTH", "local-authority-type"),
    "a nation that nobody knows": (OTHER.replace("England", "Wessex"), "OTH", "nation"),
    "no code": (OTHER.replace("OTH,", ",", 1), "", "local-authority-code"),
    "no name": (OTHER.replace("Other,", ",", 1), "OTH", "nice-name"),
    "an end before the start": (OTHER.replace(",,,,England", ",2019-04-01,2018-04-01,,England"), "OTH", "end-date"),
    "a population that is no number": (OTHER.replace("NMD,,,", "NMD,,many,"), "OTH", "pop-2020"),
    "too many people": (OTHER.replace("NMD,,,", "NMD,,99999999999,"), "OTH", "population"),
    "a name without end": (OTHER.replace("Other,", "O" * 300 + ",", 1), "OTH", "name"),
    "a code that stood before": (NEW.replace("Newtown", "Newtown Again"), "NEW", "local-authority-code"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_row_is_refused_by_line_with_its_code_and_the_rest_is_imported(sent: Any, what: str) -> None:
    row, code, column = BROKEN[what]
    found = sent(NEW, row)
    assert [(item["line"], item["code"]) for item in found["refused"]] == [(3, code)]
    assert found["refused"][0]["reason"].startswith(f"{column} “")
    assert (found["created"], found["total"]) == (1, 2)
    assert Organisation.objects.get().name == "Newtown"


@pytest.mark.parametrize("what", BROKEN)
def test_strict_imports_nothing(sent: Any, what: str) -> None:
    with pytest.raises(CommandError, match="nothing was imported"):
        sent(NEW, BROKEN[what][0], strict=True)
    assert json.loads(sent.printed)["created"] == 0
    assert (codes(), AuditRow.objects.count()) == (set(), 0)


def test_strict_imports_a_file_without_problems(sent: Any) -> None:
    assert counts(sent(NEW, OLD, strict=True)) == (2, 0, 0, 0, 2)


def test_a_code_of_another_organisation_is_left_out_and_told(sent: Any) -> None:
    found = sent(NEW, OTHER.replace("E07000997", "E06000099"))
    assert [(item["line"], item["code"]) for item in found["refused"]] == [(3, "OTH")]
    assert "E06000099" in found["refused"][0]["reason"]
    assert Identifier.objects.get(scheme="gss").organisation.code == "NEW"


@pytest.mark.parametrize("successor", ["ZZZ", "OLD"])
def test_a_successor_that_cannot_be_is_left_out_and_told(sent: Any, successor: str) -> None:
    found = sent(NEW, OLD.replace(",NEW,", f",{successor},"))
    assert [(item["line"], item["code"]) for item in found["refused"]] == [(3, "OLD")]
    assert f"replaced-by “{successor}”" in found["refused"][0]["reason"]
    assert (codes(), Succession.objects.count()) == ({"NEW", "OLD"}, 0)


def test_links_come_from_a_file_of_their_own_too(sent: Any, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_text("predecessor,successor\nOLD,NEW\nOLD,\n")
    found = sent(NEW, OLD.replace(",NEW,", ",,"), links=links)
    assert Succession.objects.get().vests_on == dt.date(2023, 4, 1)
    assert [(item["file"], item["line"], item["code"]) for item in found["refused"]] == [("links", 3, "")]


def test_a_year_that_a_spreadsheet_made_a_day_of_is_refused(sent: Any) -> None:
    found = sent(NEW, OTHER.replace(",,,,England", ",1905-06-22,,,England"))
    assert [(item["line"], item["code"]) for item in found["refused"]] == [(3, "OTH")]
    assert "out of the year 2000" in found["refused"][0]["reason"]
    assert codes() == {"NEW"}


def test_a_spreadsheet_that_is_named_csv_is_refused_whole(sent: Any) -> None:
    with pytest.raises(CommandError, match="is a spreadsheet, not a CSV"):
        sent(content=b"PK\x03\x04 anything")
    assert codes() == set()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(sent: Any) -> None:
    assert counts(sent(NEW, OLD, dry_run=True)) == (2, 0, 0, 0, 2)
    assert (codes(), StoredFile.objects.count(), AuditRow.objects.count()) == (set(), 0, 0)


def test_names_in_cp1252_keep_their_letters(sent: Any) -> None:
    sent(content=f"{HEADER}\n{OTHER.replace('Other', 'Ynys Môn')}".encode("cp1252"))
    assert Organisation.objects.get().name == "Ynys Môn"


def test_a_spreadsheet_is_read_like_a_csv(sent: Any) -> None:
    book = Workbook()
    for row in (HEADER, NEW):
        book.active.append(row.split(","))  # type: ignore[union-attr]
    stream = BytesIO()
    book.save(stream)
    assert sent(content=stream.getvalue(), name="register.xlsx")["created"] == 1


NO_REGISTERS = {
    "empty": b"",
    "only spaces": b"  \n \n",
    "another table": b"name,amount\nA,1\n",
    "a column is missing": f"{HEADER.replace('nice-name,', '')}\n{NEW}".encode(),
    "UTF-16": f"{HEADER}\n{NEW}".encode("utf-16"),
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "a broken archive": b"PK\x03\x04 nothing of a spreadsheet",
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "an open quotation mark": f'{HEADER}\n"NEW,Newtown'.encode() + b"x" * 200_000,
    "letters of no encoding": f"{HEADER}\n{NEW}".encode() + b"\n\x81\x8d,x\n",
}


@pytest.mark.parametrize("what", NO_REGISTERS)
def test_a_file_that_is_no_register_is_refused_whole(sent: Any, what: str) -> None:
    with pytest.raises(CommandError) as refusal:
        sent(content=NO_REGISTERS[what])
    assert len(str(refusal.value)) > 15
    assert (codes(), StoredFile.objects.count()) == (set(), 0)


def test_a_missing_column_is_named(sent: Any) -> None:
    with pytest.raises(CommandError, match="nice-name"):
        sent(content=NO_REGISTERS["a column is missing"])


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(CommandError, match="larger than 25 MB"):
        call_command("import_register", str(path))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_register", str(tmp_path / "none.csv"))


def test_the_import_is_recorded_with_it_or_not_at_all(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(NEW)
    row = AuditRow.objects.get()
    assert (row.action, row.detail) == ("register.import", {"created": 1, "updated": 0, "ended": 0})

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError, match="no audit"):
        sent(NEW, OTHER)
    assert codes() == {"NEW"}
