"""The pages of outcomes."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed
from missions.outcomes.actions import indicators as actions
from missions.outcomes.figures import trend_figure
from missions.outcomes.models import Category, Indicator, Level, Measurement, PublishedOutcome, Rollup
from missions.outcomes.rollups import rebuild
from missions.stewardship.access import stand
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    give,
    make_council,
    make_indicator,
    make_lead,
    make_measurement,
    make_mission,
    make_user,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2023, 4, 1), dt.date(2025, 4, 1)


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def homes(mission: Mission) -> Indicator:
    """100 homes in 2023/24 and 90 in 2025/26 from one of two councils; nobody reported 2024/25."""
    indicator = make_indicator(mission, slug="homes", name="New homes", caveat="Rates matter too.", source_title="Live table 1")
    council = make_council("AAA", name="Ayton")
    make_council("BBB", name="Beeford")
    make_measurement(indicator, council, "100", period_start=FIRST)
    make_measurement(indicator, council, "90", period_start=LAST)
    rebuild([indicator])
    return indicator


def page(name: str = "indicator", query: str = "", user: object = None) -> str:
    args = ["planning"] if name in {"outcomes", "results"} else ["planning", "homes"]
    return client_of(user).get(f"{reverse(f'outcomes:{name}', args=args)}?{query}").content.decode()  # type: ignore[arg-type]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_list_says_on_how_many_councils_each_figure_rests(homes: Indicator) -> None:
    text = words(page("outcomes"))
    assert "90 homes 2025/26 1 of 2 councils 100 homes 2023/24" in text


def test_a_figure_below_its_coverage_is_not_shown(homes: Indicator) -> None:
    Indicator.objects.update(least_coverage=Decimal("0.6"))
    rebuild([homes])
    assert "Too few councils are known" in page("outcomes")
    text = words(page())
    assert "At most 1 of 2 councils are known in one period, and this indicator needs 60% of them" in text


def test_nothing_measured_says_what_comes_first(mission: Mission) -> None:
    assert "Nothing is measured yet" in page("outcomes")
    make_indicator(mission, slug="homes")
    assert "Nothing measured yet" in page("outcomes")
    assert "Nothing has been measured yet" in page()


def test_the_owner_is_named_to_those_on_the_mission_only(homes: Indicator, mission: Mission) -> None:
    Indicator.objects.update(owner=make_user(name="Olga Owner"))
    assert "Olga Owner" in page("outcomes", user=make_lead(mission))
    assert "Olga Owner" in page(user=make_lead(mission))
    assert "Olga Owner" not in page("outcomes") + page()


def test_published_results_stand_as_they_were_worded(mission: Mission) -> None:
    for number in range(12):
        PublishedOutcome.objects.create(
            mission=mission, reference=f"R{number:02}", name=f"Result {number}", value="82", unit="percent", baseline="33",
            baseline_unit="percent", evidence_type="reported by supplier",
        )  # fmt: skip
    assert "82% 33% Reported by supplier" in words(page("outcomes"))
    assert "Result 11" not in page("outcomes")
    assert "See all 12 published results" in page("outcomes")
    assert "Result 11" in page("results")
    assert "can’t be added up" in page("results")


def test_the_indicator_s_page_defines_it_and_warns(homes: Indicator) -> None:
    text = words(page())
    for sentence in (
        "What is counted.",
        "Rates matter too.",
        "Source: Live table 1",
        "90 homes in 2025/26, known for 1 of 2 councils",
    ):
        assert sentence in text
    assert "It was 100 homes in 2023/24" in text


def test_a_council_without_a_number_has_a_word(homes: Indicator) -> None:
    text = words(page())
    assert "Ayton 90" in text
    assert "Beeford Not reported" in text


def test_each_state_has_its_word(homes: Indicator) -> None:
    council = make_council("CCC", name="Cawood")
    Measurement.objects.create(
        indicator=homes, organisation=council, period_start=LAST, value_state="suppressed", recorded_at=timezone.now()
    )
    assert "Cawood Suppressed" in words(page())


def test_any_period_can_be_chosen(homes: Indicator) -> None:
    assert "Ayton 100" in words(page(query="period=2023-04-01"))
    assert "Ayton 90" in words(page(query="period=nonsense"))
    assert "Beeford" not in page(query="q=ayt").split("Councils, 2025/26")[1]
    assert "No council of that period matches" in page(query="q=zzz")


def test_groups_say_how_many_councils_they_rest_on(homes: Indicator) -> None:
    text = words(page())
    assert "Non-metropolitan district 90 1 of 2" in text
    assert "South East 90 1 of 2" in text


def test_the_trend_has_a_gap_where_nothing_is_known(homes: Indicator) -> None:
    Rollup.objects.create(indicator=homes, group_kind="all", period_start=dt.date(2024, 4, 1), value=None, reported=0, eligible=2)
    rollups = list(homes.rollups.of_all_councils().select_related("indicator"))
    figure = trend_figure(homes, rollups, [])
    assert figure is not None
    assert [point["y"] for point in figure.spec["data"]["values"]] == [100.0, None, 90.0]
    assert ("2024/25", "No council reported a number", "0", "2") in figure.rows


def test_one_figure_is_a_sentence_and_no_chart(homes: Indicator) -> None:
    Rollup.objects.filter(period_start=FIRST).delete()
    html = page()
    assert "90 homes in 2025/26, known for 1 of 2 councils. One period can’t show a trend." in html
    assert "app-figure" not in html


def test_baseline_and_target_are_lines_of_their_own(homes: Indicator) -> None:
    for kind, value in (("baseline", 80), ("target", 150)):
        Level.objects.create(indicator=homes, kind=kind, value=value, for_day=FIRST, recorded_at=timezone.now())
    rollups = list(homes.rollups.of_all_councils().select_related("indicator"))
    figure = trend_figure(homes, rollups, list(homes.levels.known_at()))
    assert figure is not None
    assert {point["series"] for point in figure.spec["data"]["values"]} == {"New homes", "Baseline", "Target"}


def test_the_file_holds_every_value(homes: Indicator) -> None:
    response = client_of(None).get(reverse("outcomes:download", args=["planning", "homes"]))
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))
    assert [(row["council"], row["period"], row["value"], row["state"]) for row in rows] == [
        ("Ayton", "2023/24", "100", "A number"),
        ("Ayton", "2025/26", "90", "A number"),
    ]


def test_queries_stay_the_same_however_much_is_measured(homes: Indicator, mission: Mission) -> None:
    client = client_of(make_lead(mission))
    urls = [reverse("outcomes:outcomes", args=["planning"]), reverse("outcomes:indicator", args=["planning", "homes"])]
    before = [queries_of(client, url) for url in urls]
    for _ in range(49):
        make_measurement(homes, make_council(), "1", period_start=LAST)
        other = make_indicator(mission)
        make_measurement(other, homes.measurements.all()[0].organisation, "1")
        rebuild([homes, other])
    assert [queries_of(client, url) for url in urls] == before
    assert max(before) <= 12


def test_a_curator_becomes_the_owner(homes: Indicator, mission: Mission) -> None:
    lead = make_lead(mission)
    client = client_of(lead)
    assert "Become its owner" in page(user=lead)
    client.post(reverse("outcomes:own", args=["planning", "homes"]))
    homes.refresh_from_db()
    assert homes.owner == lead
    assert AuditRow.objects.filter(action="indicator.own", actor_id=lead.pk).count() == 1
    assert "Become its owner" not in page(user=lead)


def test_an_observer_does_not(homes: Indicator, mission: Mission) -> None:
    observer = give(make_user(), "observer", mission)
    with pytest.raises(NotAllowed, match="can own an indicator"):
        actions.take_ownership(by=observer, standing=stand(observer, "planning", on=TODAY), indicator=homes)
    assert "can own an indicator" in page(user=observer)


def test_owner_and_audit_row_stand_or_fall_together(homes: Indicator, mission: Mission) -> None:
    lead = make_lead(mission)
    with patch("missions.outcomes.actions.indicators.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        actions.take_ownership(by=lead, standing=stand(lead, "planning", on=TODAY), indicator=homes)
    homes.refresh_from_db()
    assert homes.owner is None


@pytest.mark.parametrize(
    ("adds_up", "sentence"), [(True, "Categories are parts of the figure"), (False, "they don’t add up to the figure")]
)
def test_categories_stand_beside_types_and_regions(homes: Indicator, adds_up: bool, sentence: str) -> None:
    assert "By category" not in page()
    Indicator.objects.update(categories_add_up=adds_up)
    Category.objects.create(indicator=homes, slug="flats", name="Flats")
    make_measurement(homes, homes.measurements.all()[0].organisation, "60", period_start=LAST, category="flats")
    rebuild([homes])
    text = words(page())
    assert "By category, 2025/26 Category Figure (homes) Known Flats 60 1 of 2" in text
    assert sentence in text
    assert "90 homes in 2025/26, known for 1 of 2 councils" in text
