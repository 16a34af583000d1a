"""`manage.py import_awards` and the page that does the same: the published list, sent alone or with the lists beside it."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from funding.import_kind import for_mission
from funding.models import Award, Fund
from missions.adoption.models import FundedPlace
from missions.core import clock, import_jobs, jobs
from missions.core.files import keep
from missions.core.models import AuditRow, Job
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.actions import add_references
from missions.register.models import Identifier, Organisation
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of, give, make_lead, make_user
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db
HEADER = "award,start-date,fund,intervention,amount,organisation,organisations,documentation-url,notes"
GOOD = "1,2024-02-01,round-1,,100,AAA,,,"


@pytest.fixture
def mission() -> Mission:
    """With two councils and a fund."""
    mission = making.make_mission("digital-planning")
    making.make_council("AAA", name="Ayton")
    making.make_council("BBB", name="Beeton")
    Fund.objects.create(mission=mission, slug="round-1", name="Round 1")
    return mission


def write(folder: Path, *rows: str, name: str = "awards.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


def run(path: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("import_awards", str(path), json=True, stdout=out, **options)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def counts(report: dict[str, Any]) -> tuple[int, int, int]:
    return report["created"], report["updated"], report["unchanged"]


def reasons(report: dict[str, Any]) -> dict[int, str]:
    return {item["line"]: item["reason"] for item in report["refused"]}


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


# The page.


def sent(by: User, mission: Mission, *rows: str) -> Job:
    """A list whose preview has been made."""
    content = "\n".join([HEADER, *rows]).encode()
    kind = for_mission(mission.slug)
    job = import_jobs.send(by=by, kind=kind, name="awards.csv", content=content, about={"mission": mission.slug})
    jobs.run(job.pk, now=clock.now())
    job.refresh_from_db()
    return job


def test_a_preview_saves_nothing_and_the_answer_saves_what_it_promised(mission: Mission) -> None:
    lead = make_lead(mission)
    Organisation.objects.filter(code="AAA").update(ends_on="2020-04-01")
    job = sent(lead, mission, GOOD, "2,2024-02-01,round-9,,100,BBB,,,")
    assert (job.status, job.report["created"], job.report["wrong_rows"]) == ("asking", 1, 1)
    assert job.report["named"]["Awards to organisations that had ended"][0].startswith("Award 1: Ayton ended")
    assert not Award.objects.exists()
    address = f"/missions/digital-planning/awards/import/{job.public_id}/"
    page = client_of(lead).get(address).content.decode()
    assert "No such fund" in page
    client_of(lead).post(address, {"choice": "leave-out"})
    jobs.run(job.pk, now=clock.now())
    assert list(Award.objects.values_list("reference", flat=True)) == ["1"]
    assert AuditRow.objects.get(action="awards.import").actor_id == lead.pk


def test_only_the_team_imports_and_only_while_it_is_the_team(mission: Mission) -> None:
    observer = give(make_user(), "observer", mission)
    address = "/missions/digital-planning/awards/import/"
    assert client_of(observer).get(address).status_code == 403
    assert client_of(make_user()).get(address).status_code == 404
    lead = make_lead(mission)
    job = sent(lead, mission, GOOD)
    lead.mission_roles.update(ends_on="2021-01-01")
    Job.objects.filter(pk=job.pk).update(status="waiting", parameters={**job.parameters, "choice": "all", "answered_by": lead.pk})
    jobs.run(job.pk, now=clock.now())
    job.refresh_from_db()
    assert job.status == "failed"
    assert not Award.objects.exists()


# The published list: what its notes warn of, against plain counting.


@pytest.fixture
def published() -> dict[str, Any]:
    """The register alone, then the list with the lists beside it."""
    call_command("import_register", str(DATA / "01_register/local_authorities.csv"), stdout=StringIO())
    return run(DATA / "03_funding/awards.csv")


@needs_records
def test_the_published_list_on_a_database_that_holds_just_the_register(published: dict[str, Any]) -> None:
    listed = lines("03_funding/awards.csv")
    assert (counts(published), published["refused"], published["total"]) == ((len(listed), 0, 0), [], 378)
    assert Award.objects.aggregate(total=Sum("amount"))["total"] == sum(Decimal(row["amount"]) for row in listed) == 59_579_483
    by_companies = [row for row in listed if row["organisation"].startswith("company:")]
    stored = Award.objects.filter(recipient__kind="supplier")
    assert stored.count() == len(by_companies) == 23
    assert stored.values("recipient").distinct().count() == len({row["organisation"] for row in by_companies}) == 20
    assert stored.aggregate(total=Sum("amount"))["total"] == sum(Decimal(row["amount"]) for row in by_companies) == 3_570_140
    again = run(DATA / "03_funding/awards.csv")
    assert counts(again) == (0, 0, 378)


@needs_records
def test_what_the_notes_of_the_published_list_warn_of(published: dict[str, Any]) -> None:
    listed = {row["award"]: row for row in lines("03_funding/awards.csv")}
    joint = [row for row in listed.values() if row["organisations"]]
    shared = Award.objects.filter(partners__isnull=False).distinct()
    # a joint award is one amount: never the whole amount to each partner, which would make 87.8 million of 59.6
    assert shared.count() == len(joint) == 61
    assert sum(award.amount for award in shared) == sum(Decimal(row["amount"]) for row in joint) == 12_042_522
    # fund and organisation are no key: six pairs stand twice
    pairs = [(row["fund"], row["organisation"]) for row in listed.values()]
    assert len(pairs) - len(set(pairs)) == 6
    assert Award.objects.count() == len(pairs)
    # the codes of planning data for councils that the register knows by another
    assert {Award.objects.get(reference=reference).recipient.code for reference in ("147", "198", "492")} == {"NYE", "SMT", "WAF"}
    # a partner that ended later stays under the code of its time, and isn't flagged: it existed on the day
    assert "WYO" in Award.objects.get(reference="498").partners.values_list("code", flat=True)
    assert published["flagged"] == []
    # companies have a number and no name
    companies = Organisation.objects.filter(kind="supplier").values_list("name", "code")
    assert all(name == f"Company {code}" for name, code in companies)
    # the notes of five awards name suppliers; they are kept as they stand
    noted = {award.reference: award.notes for award in Award.objects.filter(fund__slug="dmsf")}
    assert noted == {key: row["notes"] for key, row in listed.items() if row["fund"] == "dmsf"}
    # the day is that of the announcement; funds of top-ups have no page
    assert Award.objects.get(reference="11").awarded_on.isoformat() == listed["11"]["start-date"]
    assert set(Fund.objects.filter(slug__startswith="software-top-up").values_list("documentation_url", flat=True)) == {""}
    # no approval history is made up
    assert set(Award.objects.values_list("status", flat=True)) == {"recorded"}


@needs_records
def test_the_programme_takes_the_same_road(published: dict[str, Any]) -> None:
    out = StringIO()
    call_command("import_programme", str(DATA), json=True, stdout=out)
    awards = json.loads(out.getvalue())["awards"]
    assert (awards["created"], awards["refused"]) == (0, [])
    assert Award.objects.count() == 378
    assert counts(run(DATA / "03_funding/awards.csv")) == (0, 0, 378)
    assert Mission.objects.get().mandates.get().levers.exists()
