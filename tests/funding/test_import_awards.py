"""`manage.py import_awards`: a list in the layout of the published one, alone or with the lists beside it."""

from decimal import Decimal
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from funding.models import Award, Fund
from missions.adoption.models import FundedPlace
from missions.core.files import keep
from missions.core.models import AuditRow
from missions.interventions.models import Intervention
from missions.register.actions import add_references
from missions.register.models import Identifier, Organisation
from missions.stewardship.models import Mission
from tests import making
from tests.funding.listed import GOOD, HEADER, counts, make_listed_mission, reasons, run, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_listed_mission()


def test_a_second_import_changes_nothing(mission: Mission, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, "2,2024-02-01,round-1,,50.50,BBB,AAA,,")
    assert counts(run(path)) == (2, 0, 0)
    before = list(Award.objects.order_by("pk").values())
    report = run(path)
    assert counts(report) == (0, 0, 2)
    assert report["total"] == 2
    assert list(Award.objects.order_by("pk").values()) == before
    assert AuditRow.objects.filter(action="awards.import").count() == 1


@pytest.mark.parametrize(
    "corrected",
    [
        "1,2024-02-01,round-1,,120,AAA,,,",
        "1,2024-02-02,round-1,,100,AAA,,,",
        "1,2024-02-01,round-1,,100,BBB,,,",
        "1,2024-02-01,round-1,,100,AAA,BBB,,",
        "1,2024-02-01,round-1,,100,AAA,,,Waves",
        "1,2024-02-01,round-1,,100,AAA,,https://www.gov.uk/award,",
        "1,2024-02-01,round-2,,100,AAA,,,",
    ],
)
def test_a_correction_updates_and_does_not_double(mission: Mission, tmp_path: Path, corrected: str) -> None:
    Fund.objects.create(mission=mission, slug="round-2", name="Round 2")
    run(write(tmp_path, GOOD))
    assert counts(run(write(tmp_path, corrected))) == (0, 1, 0)
    assert Award.objects.count() == 1


def test_a_changed_list_of_partners_counts_as_an_update(mission: Mission, tmp_path: Path) -> None:
    run(write(tmp_path, "1,2024-02-01,round-1,,100,AAA,BBB,,"))
    assert counts(run(write(tmp_path, "1,2024-02-01,round-1,,100,AAA,,,"))) == (0, 1, 0)
    assert not Award.objects.get().partners.exists()


def test_two_awards_of_one_fund_to_one_council_are_two(mission: Mission, tmp_path: Path) -> None:
    assert counts(run(write(tmp_path, GOOD, GOOD.replace("1,2024", "2,2024").replace(",100,", ",90,")))) == (2, 0, 0)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1,2024-02-30,round-1,,100,AAA,,,", "start-date"),
        ("1,1924-02-01,round-1,,100,AAA,,,", "Check the year"),
        ("1,2924-02-01,round-1,,100,AAA,,,", "Check the year"),
        ("1,2024-02-01,round-1,,0,AAA,,,", "more than zero"),
        ("1,2024-02-01,round-1,,-100,AAA,,,", "more than zero"),
        ("1,2024-02-01,round-1,,a lot,AAA,,,", "Type a number"),
        ("1,2024-02-01,round-1,,1.005,AAA,,,", "at most two decimals"),
        ("1,2024-02-01,round-1,,999999999999,AAA,,,", "Check the amount"),
        ("1,2024-02-01,round-1,,100,,,,", "organisation"),
        ("1,2024-02-01,round-1,,100,ZZZ,,,", "No such organisation"),
        ("1,2024-02-01,round-1,,100,AAA,ZZZ,,", "No such organisation"),
        ("1,2024-02-01,round-1,,100,company:12,,,", "No such organisation"),
        ("1,2024-02-01,round-1,,100,AAA,AAA,,", "Name it only as the lead"),
        ("1,2024-02-01,round-9,,100,AAA,,,", "No such fund"),
        ("1,2024-02-01,round-1,magic,100,AAA,,,", "No such intervention"),
        ("1/2,2024-02-01,round-1,,100,AAA,,,", "letters, digits"),
        ("1,2024-02-01,round-1,,100,AAA,,javascript:alert(1),", "web address"),
        (",2024-02-01,round-1,,100,AAA,,,", "award"),
    ],
)
def test_nonsense_is_refused_with_its_line_and_the_rest_is_kept(mission: Mission, tmp_path: Path, row: str, says: str) -> None:
    report = run(write(tmp_path, "9,2024-02-01,round-1,,50,BBB,,,", row))
    assert list(reasons(report)) == [3]
    assert says in reasons(report)[3]
    assert counts(report) == (1, 0, 0)
    assert report["total"] == 2


def test_a_line_with_several_mistakes_is_refused_once_and_names_them_all(mission: Mission, tmp_path: Path) -> None:
    report = run(write(tmp_path, "1,2024-02-30,round-1,,-5,AAA,,,"))
    assert len(report["refused"]) == 1
    assert "start-date" in reasons(report)[2]
    assert "amount" in reasons(report)[2]


def test_a_reference_that_stands_twice_is_refused_where_it_stands_again(mission: Mission, tmp_path: Path) -> None:
    report = run(write(tmp_path, GOOD, GOOD.replace(",100,", ",90,")))
    assert "line 2 already" in reasons(report)[3]
    assert Award.objects.get().amount == Decimal(100)


def test_strict_imports_nothing_when_a_line_is_wrong(mission: Mission, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing was imported"):
        run(write(tmp_path, GOOD, "2,2024-02-01,round-9,,1,AAA,,,"), strict=True)
    assert not Award.objects.exists()
    assert not FundedPlace.objects.exists()


def test_a_dry_run_promises_what_would_happen_and_changes_nothing(mission: Mission, tmp_path: Path) -> None:
    path = write(tmp_path, GOOD, "2,2024-02-01,round-1,,100,company:01234567,,,")
    assert counts(run(path, dry_run=True)) == (2, 0, 0)
    assert not Award.objects.exists()
    assert not Organisation.objects.filter(code="01234567").exists()
    assert counts(run(path)) == (2, 0, 0)


def test_an_award_made_in_steward_is_never_changed_by_a_list(mission: Mission, tmp_path: Path) -> None:
    making.make_award(mission, making.make_council("CCC"), "70.00", reference="1", status="draft", fund=Fund.objects.get())
    report = run(write(tmp_path, GOOD))
    assert "made in Steward" in reasons(report)[2]
    assert Award.objects.get().amount == Decimal(70)


@pytest.mark.parametrize(
    ("ends_on", "flagged"), [("2024-02-01", True), ("2024-01-01", True), ("2024-02-02", False), (None, False)]
)
def test_an_award_to_an_organisation_that_had_ended_is_flagged_and_kept(
    mission: Mission, tmp_path: Path, ends_on: str | None, flagged: bool
) -> None:
    Organisation.objects.filter(code="AAA").update(ends_on=ends_on)
    report = run(write(tmp_path, GOOD))
    assert [item["award"] for item in report["flagged"]] == (["1"] if flagged else [])
    assert counts(report) == (1, 0, 0)
    assert counts(run(write(tmp_path, GOOD))) == (0, 0, 1)


def test_a_flag_says_who_ended_when_partners_included(mission: Mission, tmp_path: Path) -> None:
    Organisation.objects.filter(code="BBB").update(ends_on="2020-04-01")
    report = run(write(tmp_path, "1,2024-02-01,round-1,,100,AAA,BBB,,"))
    assert report["flagged"] == [{"award": "1", "reason": "Beeton ended on 31 March 2020, before the award on 1 February 2024."}]


def test_a_company_is_known_by_its_number_and_no_name_is_guessed(mission: Mission, tmp_path: Path) -> None:
    run(write(tmp_path, "1,2024-02-01,round-1,,100,company:01234567,,,"))
    company = Organisation.objects.get(code="01234567")
    assert (company.name, company.kind) == ("Company 01234567", "supplier")
    assert Identifier.objects.filter(organisation=company, scheme="company", value="01234567").exists()


def test_a_company_that_has_a_name_keeps_it(mission: Mission, tmp_path: Path) -> None:
    company = making.make_supplier("01234567", name="Software Ltd")
    Identifier.objects.create(organisation=company, scheme="planning-data", value="company:01234567")
    run(write(tmp_path, "1,2024-02-01,round-1,,100,company:01234567,,,"))
    assert list(Organisation.objects.filter(kind="supplier").values_list("name", flat=True)) == ["Software Ltd"]


def test_codes_that_differ_between_the_two_registers_are_found(mission: Mission, tmp_path: Path) -> None:
    council = making.make_council("NYE", name="North Yorkshire")
    assert counts(run(write(tmp_path, "1,2024-02-01,round-1,,100,local-authority:NYUA,,,"))) == (1, 0, 0)
    assert Award.objects.get().recipient == council


def test_a_register_that_knows_the_reference_goes_first(mission: Mission, tmp_path: Path) -> None:
    council = making.make_council("XYZ")
    making.make_council("NYE")
    add_references(by=None, pairs=[("XYZ", "local-authority:NYUA")], source=keep("x", b"x"))
    run(write(tmp_path, "1,2024-02-01,round-1,,100,local-authority:NYUA,,,"))
    assert Award.objects.get().recipient == council


def test_the_first_list_of_a_mission_names_its_own_funds_and_interventions(tmp_path: Path) -> None:
    making.make_mission("digital-planning")
    making.make_council("AAA")
    assert counts(run(write(tmp_path, "1,2024-02-01,round-7,software,100,AAA,,,"))) == (1, 0, 0)
    assert Award.objects.get().fund.name == "round-7"
    assert Intervention.objects.get(slug="software").name == "Software"
    refused = run(write(tmp_path, "2,2024-02-01,round-8,softwear,100,AAA,,,"))["refused"]
    assert "No such fund" in refused[0]["reason"]
    assert "No such intervention" in refused[0]["reason"]


def test_lists_beside_the_file_give_names(tmp_path: Path) -> None:
    making.make_mission("digital-planning")
    making.make_council("AAA")
    (tmp_path / "fund.csv").write_text(
        "start-date,project,reference,fund,name,documentation-url,notes\n"
        "2024-01-01,odp,round-7,round-7,Seventh Round,https://www.gov.uk/seven,\n2024-01-01,odp,other,other,Other,,\n"
    )
    (tmp_path / "intervention.csv").write_text(
        "project,reference,intervention,name,description\ndigital-planning,software,software,New software,What it is\n"
    )
    report = run(write(tmp_path, "1,2024-02-01,round-7,software,100,AAA,,,", "2,2024-02-01,round-8,,100,AAA,,,"))
    assert list(Fund.objects.values_list("name", flat=True)) == ["Seventh Round"]
    assert Intervention.objects.get(slug="software").name == "New software"
    assert "No such fund" in reasons(report)[3]


def test_several_missions_and_none_named(mission: Mission, tmp_path: Path) -> None:
    other = making.make_mission("waste")
    making.make_award(other, making.make_council("CCC"), reference="1")
    assert counts(run(write(tmp_path, GOOD))) == (1, 0, 0)
    assert Award.objects.get(fund__mission=mission).reference == "1"
    with pytest.raises(CommandError, match="There is no mission “wastes”"):
        run(write(tmp_path, GOOD), mission="wastes")
    mission.slug = "planning"
    mission.save()
    with pytest.raises(CommandError, match="Say which one with --mission: planning, waste"):
        run(write(tmp_path, GOOD))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"award,fund\n1,2\n", "column headings are missing: start-date"),
        (b"\xd0\xcf\x11\xe0\x00", "old Excel file"),
        (b"<html></html>", "not a table"),
        (HEADER.encode() + b"\n1,2024-02-01,round-1,,100,AAA,,,\x81caf\xe9", "Line 2 holds a character"),
        (HEADER.encode() + b"\n1,\x00", "isn’t a CSV or XLSX file"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(mission: Mission, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "awards.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        run(path)


def test_a_missing_and_a_huge_file_say_so(mission: Mission, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "nothing.csv")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as stream:
        stream.truncate(26_000_000)
    with pytest.raises(CommandError, match="larger than 25 MB"):
        run(huge)


def test_a_workbook_that_is_named_csv_is_read_as_what_it_is(mission: Mission, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        HEADER.split(","),
        ["1", "2024-02-01", "round-1", "", 100, "AAA", "", "", ""],
        ["2", "", "round-1", "", 1, "AAA"],
    ):
        sheet.append(row)
    path = tmp_path / "awards.csv"
    book.save(path)
    report = run(path)
    assert counts(report) == (1, 0, 0)
    assert (list(reasons(report)), report["total"]) == ([3], 2)


def test_windows_letters_and_semicolons_are_read(mission: Mission, tmp_path: Path) -> None:
    path = tmp_path / "awards.csv"
    path.write_bytes((HEADER.replace(",", ";") + "\n1;1/2/2024;round-1;;£1,234.50;AAA;;;Café").encode("cp1252"))
    assert counts(run(path)) == (1, 0, 0)
    assert (Award.objects.get().amount, Award.objects.get().notes) == (Decimal("1234.50"), "Café")


def test_in_words(mission: Mission, tmp_path: Path) -> None:
    Organisation.objects.filter(code="BBB").update(ends_on="2020-04-01")
    out = StringIO()
    rows = ("2,2024-02-01,round-9,,1,AAA,,,", "3,2024-02-01,round-1,,1,BBB,,,")
    call_command("import_awards", str(write(tmp_path, GOOD, *rows)), stdout=out)
    assert "Line 3: fund “round-9”: No such fund." in out.getvalue()
    assert "Look at award 3: Beeton ended on 31 March 2020" in out.getvalue()
    assert "2 created, 0 updated, 0 unchanged, 1 of 3 lines refused." in out.getvalue()


def test_the_awards_and_their_audit_row_stand_or_fall_together(mission: Mission, tmp_path: Path) -> None:
    with patch("funding.imports.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        run(write(tmp_path, GOOD))
    assert not Award.objects.exists()


def test_the_number_of_queries_does_not_depend_on_the_number_of_lines(mission: Mission, tmp_path: Path) -> None:
    def queries(first: int, last: int) -> int:
        path = write(tmp_path, *(f"{number},2024-02-01,round-1,,100,AAA,BBB,," for number in range(first, last)))
        with CaptureQueriesContext(connection) as captured:
            assert run(path)["created"] == last - first
        return len(captured)

    queries(1, 2)
    assert queries(2, 3) == queries(3, 303)
