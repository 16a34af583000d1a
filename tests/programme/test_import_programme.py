"""The whole programme from its published tables, against plain counting of the same files."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client

from config.thread import best_example
from funding.models import Award
from missions.adoption.models import AdoptionEvent
from missions.core.models import AuditRow
from missions.core.registries import gaps
from missions.interventions.models import Intervention, Iteration
from missions.outcomes.models import Measurement, Rollup
from missions.problems.models import Need, PainPoint
from missions.stewardship.models import Mission
from tests.shared import DATA, lines, needs_records

pytestmark = [needs_records, pytest.mark.django_db]
REGISTER = DATA / "01_register"


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The register, then the programme; undone at the end of this module."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command(
            "import_register",
            str(REGISTER / "local_authorities.csv"),
            links=REGISTER / "reorganisation_links_2019_2021.csv",
            stdout=StringIO(),
        )
        yield run()
        transaction.set_rollback(True)


def run() -> dict[str, Any]:
    out = StringIO()
    call_command("import_programme", str(DATA), json=True, stdout=out)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def summary(slug: str, day: str) -> dict[str, Any]:
    out = StringIO()
    call_command("adoption_summary", "digital-planning", slug, as_at=dt.date.fromisoformat(day), json=True, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_awards_are_worth_what_the_list_says(programme: dict[str, Any]) -> None:
    listed = lines("03_funding/awards.csv")
    given = Award.objects.given().aggregate(total=Sum("amount"))["total"]
    assert programme["awards"]["created"] == Award.objects.count() == len(listed) == 378
    assert given == sum(Decimal(line["amount"]) for line in listed) == Decimal("59579483.00")


def test_joint_awards_are_one_amount_each(programme: dict[str, Any]) -> None:
    joint = [line for line in lines("03_funding/awards.csv") if line["organisations"]]
    stored = Award.objects.filter(pk__in=Award.partners.through._default_manager.values("award"))
    assert stored.count() == len(joint) == 61
    assert stored.aggregate(total=Sum("amount"))["total"] == sum(Decimal(line["amount"]) for line in joint)


def test_imported_awards_have_no_made_up_history(programme: dict[str, Any]) -> None:
    assert set(Award.objects.values_list("status", flat=True)) == {"recorded"}


@pytest.mark.parametrize(("day", "councils"), [("2026-08-31", 115), ("2024-12-31", 38), ("2021-12-31", 2)])
def test_councils_that_publish_article_4_directions(programme: dict[str, Any], day: str, councils: int) -> None:
    assert summary("article-4-direction", day)["stages"]["live"] == councils == counted_publishers("article-4-direction", day)


def test_stages_add_up_to_the_councils_that_exist(programme: dict[str, Any]) -> None:
    found = summary("article-4-direction", "2024-12-31")
    assert found["councils_exist"] == sum(found["stages"].values()) == 296


def test_needs_pain_points_and_interventions_are_all_there(programme: dict[str, Any]) -> None:
    assert Need.objects.count() == len(lines("06_participation/user_needs.csv")) == 138
    assert PainPoint.objects.count() == len(lines("09_programme/pain_points.csv")) == 103
    assert Iteration.objects.count() == len(lines("09_programme/iterations.csv")) == 32
    wanted = {
        "article-4-direction",
        "conservation-area",
        "tree-preservation-order",
        "listed-building",
        "brownfield-land",
        "planx",
        "bops",
    }
    assert wanted <= set(Intervention.objects.values_list("slug", flat=True))


def test_dwellings_of_a_year_are_the_sum_over_its_councils(programme: dict[str, Any]) -> None:
    codes = ("E06", "E07", "E08", "E09")
    values = [
        Decimal(line["value"])
        for line in lines("05_outcomes/net_additional_dwellings.csv")
        if line["date"] == "2017-18" and line["value"] and line["geography_code"].startswith(codes)
    ]
    rollup = Rollup.objects.get(indicator__slug="net-additional-dwellings", group_kind="all", period_start="2017-04-01")
    assert rollup.value == sum(values)
    assert rollup.reported == len(values) <= rollup.eligible


def test_a_second_run_creates_nothing(programme: dict[str, Any]) -> None:
    kinds = (Award, AdoptionEvent, Need, PainPoint, Intervention, Iteration, Measurement, AuditRow)
    before = [kind._default_manager.count() for kind in kinds]
    again = run()
    assert {name: (tally["created"], tally["updated"]) for name, tally in again.items() if name != "problems"} == {
        name: (0, 0) for name in again if name != "problems"
    }
    assert [kind._default_manager.count() for kind in kinds] == before


def test_a_missing_table_is_named_and_nothing_changes(programme: dict[str, Any], tmp_path: Any) -> None:
    with pytest.raises(CommandError, match=r"programme\.json"):
        call_command("import_programme", str(tmp_path))
    assert Award.objects.count() == 378


def counted_publishers(collection: str, day: str) -> int:
    """Councils by the entry date of their own first source with an endpoint, by plain counting."""
    ended = {line["local-authority-code"]: line["end-date"] for line in lines("01_register/local_authorities.csv")}
    types = {line["local-authority-code"]: line["local-authority-type"] for line in lines("01_register/local_authorities.csv")}
    codes = {line["organisation"]: line["mysociety-code"] for line in lines("01_register/code_crosswalk.csv")}
    first: dict[str, str] = {}
    for line in lines("04_adoption/planning_data_sources.csv"):
        if line["collection"] == collection and line["endpoint"] and line["organisation"].startswith("local-authority:"):
            entered = line["entry-date"][:10]
            first[line["organisation"]] = min(entered, first.get(line["organisation"], entered))
    council_types = {"NMD", "UA", "MD", "LBO", "CC"}
    return sum(
        entered <= day and types[codes[who]] in council_types and not (ended[codes[who]] and ended[codes[who]] < day)
        for who, entered in first.items()
        if who in codes
    )


def test_pain_points_that_nothing_acts_on_are_gaps(programme: dict[str, Any]) -> None:
    acted_on = {point for line in lines("09_programme/interventions.csv") for point in line["pain_point_ids"].split()}
    nothing_acts_on = {line["id"] for line in lines("09_programme/pain_points.csv")} - acted_on
    found = gaps["unaddressed pain points"].find([Mission.objects.get().pk], dt.date(2026, 8, 31))
    assert {gap.url.split("/")[-2] for gap in found} == nothing_acts_on
    assert len(nothing_acts_on) == 18


def test_one_thread_goes_all_the_way(programme: dict[str, Any]) -> None:
    best = best_example(Mission.objects.get())
    assert best is not None
    page = Client().get(f"/missions/digital-planning/pain-points/{best.reference}/thread/").content.decode()
    # All but the last step, the report: that is a story, not a record.
    assert page.count("app-thread__step--missing") == 1
