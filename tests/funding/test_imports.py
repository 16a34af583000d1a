"""The published list of awards, by its own rules and against plain counting of the file."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from funding.importers import read_awards, read_funds
from funding.imports import store_awards, store_funds
from funding.models import Award
from funding.rows import AwardRow, FundRow
from missions.adoption.models import FundedPlace
from missions.core.files import keep
from missions.core.importing import Tally
from missions.core.sent import NotATable
from missions.stewardship.models import Mission
from tests import making
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db
HEADER = "award,start-date,fund,intervention,amount,organisation,organisations,documentation-url,notes"


def read(*rows: str) -> tuple[list[AwardRow], list[Any]]:
    return read_awards("\n".join([HEADER, *rows]).encode(), iteration_of=lambda fund, intervention: "")


def store(mission: Mission, *rows: str) -> Tally:
    found, _ = read(*rows)
    return save(mission, found)


def save(mission: Mission, rows: list[AwardRow]) -> Tally:
    return store_awards(mission, rows, by=None, source=keep("awards.csv", b"award"), on=making.TODAY)


@pytest.fixture
def mission() -> Mission:
    """With two councils and a fund."""
    mission = making.make_mission()
    making.make_council("AAA")
    making.make_council("BBB")
    store_funds(mission, [FundRow("round-1", "Round 1")])
    return mission


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1,2024-02-30,round-1,,100,AAA,,,", "start-date"),
        ("1,,round-1,,100,AAA,,,", "start-date"),
        ("1,2024-02-01,round-1,,0,AAA,,,", "amount"),
        ("1,2024-02-01,round-1,,-5,AAA,,,", "amount"),
        ("1,2024-02-01,round-1,,1.005,AAA,,,", "amount"),
        ("1,2024-02-01,round-1,,lots,AAA,,,", "amount"),
        ("1,2024-02-01,round-1,,,AAA,,,", "amount"),
        ("1,2024-02-01,round-1,,100,,,,", "organisation"),
        (",2024-02-01,round-1,,100,AAA,,,", "award"),
    ],
)
def test_a_row_that_cannot_be_read_names_its_line(row: str, column: str) -> None:
    rows, problems = read("9,2024-02-01,round-1,,50,AAA,,,", row)
    assert [(problem.line, problem.column) for problem in problems] == [(3, column)]
    assert [found.reference for found in rows] == ["9"]


def test_amounts_as_people_type_them() -> None:
    rows, _ = read('1,1/2/2024,round-1,,"£1,234.50",AAA,,,')
    assert rows[0].amount == Decimal("1234.50")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("1,2024-02-01,round-1,,100,ZZZ,,,", "organisation"),
        ("1,2024-02-01,round-1,,100,AAA,BBB;ZZZ,,", "organisations"),
        ("1,2024-02-01,round-9,,100,AAA,,,", "fund"),
    ],
)
def test_a_row_about_something_unknown_is_refused_by_line_and_the_rest_is_kept(mission: Mission, row: str, column: str) -> None:
    tally = store(mission, row, "2,2024-02-01,round-1,,50,AAA,,,")
    assert [(problem.line, problem.column) for problem in tally.refused] == [(2, column)]
    assert list(Award.objects.values_list("reference", flat=True)) == ["2"]


def test_a_second_import_changes_nothing_and_a_correction_does_not_double(mission: Mission) -> None:
    row = "1,2024-02-01,round-1,,100,AAA,BBB,,"
    assert store(mission, row).created == 1
    again = store(mission, row)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    corrected = store(mission, row.replace("100", "120"))
    assert (corrected.created, corrected.updated) == (0, 1)
    assert list(Award.objects.values_list("amount", flat=True)) == [Decimal(120)]


def test_a_corrected_fund_moves_the_award(mission: Mission) -> None:
    store_funds(mission, [FundRow("round-2", "Round 2")])
    store(mission, "1,2024-02-01,round-1,,100,AAA,,,")
    moved = store(mission, "1,2024-02-01,round-2,,100,AAA,,,")
    assert (moved.created, moved.updated) == (0, 1)
    assert list(Award.objects.values_list("fund__slug", "reference")) == [("round-2", "1")]


def test_a_corrected_list_of_partners_replaces_the_earlier_one(mission: Mission) -> None:
    making.make_council("CCC")
    store(mission, "1,2024-02-01,round-1,,100,AAA,BBB,,")
    store(mission, "1,2024-02-01,round-1,,100,AAA,CCC,,")
    assert list(Award.objects.get().partners.values_list("code", flat=True)) == ["CCC"]


def test_partners_took_part_with_money_too(mission: Mission) -> None:
    iteration = making.make_iteration(mission, slug="round-1")
    rows, _ = read_awards(f"{HEADER}\n1,2024-02-01,round-1,,100,AAA,BBB,,".encode(), iteration_of=lambda fund, intervention: fund)
    save(mission, rows)
    places = FundedPlace.objects.filter(iteration=iteration)
    assert set(places.values_list("organisation__code", flat=True)) == {"AAA", "BBB"}
    assert Award.objects.get().iteration_basis == "judgement"


def test_a_reference_that_stands_twice_is_told_with_both_lines() -> None:
    rows, problems = read("1,2024-02-01,round-1,,100,AAA,,,", "1,2024-02-01,round-2,,90,AAA,,,")
    assert [row.amount for row in rows] == [Decimal(100)]
    assert [(problem.line, problem.column) for problem in problems] == [(3, "award")]
    assert "line 2" in problems[0].what


@pytest.mark.parametrize("content", [b"", b"   \n", b"award,fund\n1,2\n", b"\xd0\xcf\x11\xe0\x00"])
def test_a_file_that_is_no_list_of_awards_is_refused_whole(content: bytes) -> None:
    with pytest.raises(NotATable):
        read_awards(content, iteration_of=lambda fund, intervention: "")


@needs_records
def test_the_published_list_by_plain_counting(mission: Mission) -> None:
    register = DATA / "01_register"
    call_command(
        "import_register", str(register / "local_authorities.csv"), crosswalk=register / "code_crosswalk.csv", verbosity=0
    )
    listed = lines("03_funding/awards.csv")
    for word in {row["intervention"] for row in listed}:
        making.make_intervention(mission, slug=word)
    funds, _ = read_funds((DATA / "03_funding/fund.csv").read_bytes(), projects=("localdigital", "open-digital-planning"))
    store_funds(mission, funds)
    rows, problems = read_awards((DATA / "03_funding/awards.csv").read_bytes(), iteration_of=lambda fund, intervention: "")
    tally = save(mission, rows)
    assert (problems, tally.refused, tally.created) == ([], [], 378)
    assert Award.objects.aggregate(total=Sum("amount"))["total"] == Decimal("59579483.00")
    companies = Award.objects.filter(recipient__kind="supplier")
    assert companies.aggregate(n=Count("pk"), who=Count("recipient", distinct=True), total=Sum("amount")) == {
        "n": 23,
        "who": 20,
        "total": Decimal("3570140.00"),
    }
    assert Award.objects.totals()["joint"] == sum(bool(row["organisations"]) for row in listed) == 61
    again = save(mission, rows)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 378)
