"""Adopters and others, who took part in an iteration, funded or not: worked by hand; kept and rebuilt agree after random histories."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from funding.places import push_funded_places
from missions.adoption.models import AdoptionEvent, FundedPlace
from missions.adoption.rollups import refresh as count_adopters
from missions.interventions.models import Intervention, Iteration
from missions.outcomes.groups import keep_groups
from missions.outcomes.models import Category, GroupSpan, Indicator, Measurement, Rollup
from missions.outcomes.rollups import rebuild, refresh
from missions.outcomes.tasks import rebuild_rollups
from missions.register.models import Organisation, Succession
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    make_award,
    make_council,
    make_event,
    make_indicator,
    make_intervention,
    make_iteration,
    make_measurement,
    make_mission,
)
from tests.outcomes.test_pages import words
from tests.outcomes.test_rollups import as_rows

pytestmark = pytest.mark.django_db
YEARS = [dt.date(2020 + number, 4, 1) for number in range(3)]


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def councils() -> list[Organisation]:
    """Populations 100,000, 300,000 and 200,000."""
    return [make_council(code, population=people) for code, people in (("AAA", 100_000), ("BBB", 300_000), ("CCC", 200_000))]


def values(indicator: Indicator, kind: str, value: object = "") -> list[tuple[int, object, int, int]]:
    rows = Rollup.objects.filter(indicator=indicator, group_kind=kind, group_value=str(value)).order_by("period_start")
    return [(row.period_start.year, row.value, row.reported, row.eligible) for row in rows]


def test_adopters_are_those_who_have_adopted_as_a_period_begins(mission: Mission, councils: list[Organisation]) -> None:
    """A goes live within 2020/21 and stops within 2021/22: it is an adopter in 2021/22 only. The others are all but A."""
    tool = make_intervention(mission)
    indicator = make_indicator(mission)
    for year in YEARS:
        for council, value in zip(councils, ("1", "20", "300"), strict=True):
            make_measurement(indicator, council, value, period_start=year)
    make_event(tool, councils[0], "live", happened_on=dt.date(2020, 6, 1))
    make_event(tool, councils[0], "stopped", happened_on=dt.date(2021, 6, 1))
    rebuild_rollups()
    assert values(indicator, "adopted", tool.pk) == [(2021, Decimal(1), 1, 1)]
    assert values(indicator, "not-adopted", tool.pk) == [(2021, Decimal(320), 2, 2)]


@pytest.mark.parametrize(
    ("rule", "inside", "outside"), [("mean", 10, 40), ("population-mean", 10, 42), ("ratio", 50, 80), ("none", None, None)]
)
def test_the_others_follow_the_indicator_s_own_rule(
    mission: Mission, councils: list[Organisation], rule: str, inside: int | None, outside: int | None
) -> None:
    """Others: mean of 50 and 30 is 40; (50 × 300 + 30 × 200) ÷ 500 = 42; 7 + 9 of 10 + 10 is 80%."""
    tool = make_intervention(mission)
    indicator = make_indicator(mission, over_councils=rule)
    counts: list[tuple[str, Any, Any]] = [("10", 5, 10), ("50", 7, 10), ("30", 9, 10)]
    for council, (value, above, below) in zip(councils, counts, strict=True):
        make_measurement(indicator, council, value, period_start=YEARS[0], numerator=above, denominator=below)
    make_event(tool, councils[0], "live", happened_on=dt.date(2020, 1, 1))
    rebuild_rollups()
    assert values(indicator, "adopted", tool.pk) == [(2020, inside, 1, 1)]
    assert values(indicator, "not-adopted", tool.pk) == [(2020, outside, 2, 2)]


def test_who_took_part_or_had_money_is_the_same_group_in_every_period(mission: Mission, councils: list[Organisation]) -> None:
    iteration = make_iteration(mission)
    indicator = make_indicator(mission)
    for year in YEARS[:2]:
        for council, value in zip(councils, ("1", "20", "300"), strict=True):
            make_measurement(indicator, council, value, period_start=year)
    FundedPlace.objects.create(iteration=iteration, organisation=councils[1], funded_on=dt.date(2021, 1, 1))
    make_event(make_intervention(mission), councils[2], "aware", happened_on=dt.date(2021, 1, 1), iteration=iteration)
    rebuild_rollups()
    assert values(indicator, "iteration", iteration.pk) == [(2020, 320, 2, 2), (2021, 320, 2, 2)]
    assert values(indicator, "not-iteration", iteration.pk) == [(2020, 1, 1, 1), (2021, 1, 1, 1)]
    assert values(indicator, "funded") == [(2020, 20, 1, 1), (2021, 20, 1, 1)]
    assert values(indicator, "not-funded") == [(2020, 301, 2, 2), (2021, 301, 2, 2)]


def test_a_successor_takes_part_where_all_its_predecessors_did(mission: Mission, councils: list[Organisation]) -> None:
    iteration = make_iteration(mission)
    both, one = make_council("BOTH", starts_on=YEARS[1]), make_council("ONE", starts_on=YEARS[1])
    for successor, earlier in ((both, councils[:2]), (one, councils[1:])):
        for council in earlier:
            Succession.objects.create(predecessor=council, successor=successor, vests_on=YEARS[1])
    for council in councils[:2]:
        FundedPlace.objects.create(iteration=iteration, organisation=council, funded_on=dt.date(2020, 1, 1))
    keep_groups(mission)
    funded = GroupSpan.objects.filter(kind="funded").values_list("organisation__code", flat=True)
    assert set(funded) == {"AAA", "BBB", "BOTH"}


def test_keeping_what_has_not_changed_builds_nothing(mission: Mission, councils: list[Organisation]) -> None:
    make_event(make_intervention(mission), councils[0], "live", happened_on=YEARS[0])
    assert [keep_groups(mission), keep_groups(mission)] == [1, 0]


def test_a_recorded_stage_asks_a_worker_once_it_is_stored(
    mission: Mission, councils: list[Organisation], django_capture_on_commit_callbacks: Any
) -> None:
    tool = make_intervention(mission)
    indicator = make_indicator(mission)
    make_measurement(indicator, councils[0], "5", period_start=YEARS[1])
    rebuild([indicator])
    make_event(tool, councils[0], "live", happened_on=YEARS[0])
    with django_capture_on_commit_callbacks(execute=True):
        count_adopters([tool], on=TODAY)
    assert values(indicator, "adopted", tool.pk) == [(2021, 5, 1, 1)]


def test_an_award_that_no_longer_counts_moves_its_council(mission: Mission, councils: list[Organisation]) -> None:
    award = make_award(mission, councils[0], iteration=make_iteration(mission))
    for is_illustrative, members in ((False, 1), (True, 0)):
        award.fund.is_illustrative = is_illustrative
        award.fund.save()
        push_funded_places(mission)
        keep_groups(mission)
        assert GroupSpan.objects.filter(kind="funded").count() == members


def test_one_new_value_takes_the_same_few_queries_with_many_groups(mission: Mission, councils: list[Organisation]) -> None:
    indicator = make_indicator(mission)
    for year in range(2000, 2026):
        make_measurement(indicator, councils[0], "1", period_start=dt.date(year, 4, 1))
    for _ in range(10):
        make_event(make_intervention(mission), councils[0], "live", happened_on=dt.date(2001, 1, 1))
    rebuild_rollups()
    built = set(Rollup.objects.exclude(period_start=YEARS[0]).values_list("pk", flat=True))
    make_measurement(indicator, councils[1], "2", period_start=YEARS[0])
    with CaptureQueriesContext(connection) as captured:
        refresh(indicator, [YEARS[0]])
    assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) == 5
    assert Rollup.objects.filter(period_start=YEARS[0], group_kind="not-adopted", value=2).count() == 10
    assert set(Rollup.objects.exclude(period_start=YEARS[0]).values_list("pk", flat=True)) == built


@pytest.mark.parametrize("seed", range(4))
def test_kept_and_rebuilt_agree_after_random_histories(mission: Mission, councils: list[Organisation], seed: int) -> None:
    """Measurements, corrections, stages, corrected stages, money given and taken back, in any order."""
    chance = random.Random(seed)
    rules = ("sum", "mean", "population-mean", "ratio", "none")
    indicators = [make_indicator(mission, over_councils=rule, least_coverage=Decimal("0.4")) for rule in rules]
    for indicator in indicators[1:]:
        Category.objects.create(indicator=indicator, slug="big", name="Big")
    tools = [make_intervention(mission) for _ in range(2)]
    iterations = [make_iteration(mission) for _ in range(2)]
    successor = make_council("DDD", starts_on=YEARS[2], population=None)
    Succession.objects.create(predecessor=councils[0], successor=successor, vests_on=YEARS[2])
    councils = [*councils, successor]
    for _ in range(60):
        if chance.random() < 0.6:
            _measure(chance, chance.choice(indicators), chance.choice(councils))
        else:
            _change_groups(chance, tools, iterations, councils)
            keep_groups(mission)
    kept = as_rows()
    rebuild_rollups()
    assert kept == as_rows()
    assert {kind for _, _, kind, *_ in kept} >= {"category", "adopted", "not-adopted", "iteration", "funded", "not-funded"}


def _measure(chance: random.Random, indicator: Indicator, council: Organisation) -> None:
    period, category = chance.choice(YEARS), chance.choice(("", "", "big"))
    known = Measurement.objects.known_at().filter(indicator=indicator, organisation=council, period_start=period)
    before = known.filter(category=category).first()
    is_number = chance.random() < 0.7
    Measurement.objects.create(
        indicator=indicator, organisation=council, period_start=period, category=category,
        value_state="number" if is_number else "suppressed", value=chance.randrange(-50, 50) if is_number else None,
        numerator=chance.choice((None, 3)), denominator=chance.choice((0, 5)), status="verified",
        recorded_at=timezone.now(), supersedes=before, correction_reason="Changed" if before else "",
    )  # fmt: skip
    refresh(indicator, [period])


def _change_groups(
    chance: random.Random, tools: list[Intervention], iterations: list[Iteration], councils: list[Organisation]
) -> None:
    council, iteration = chance.choice(councils), chance.choice(iterations)
    if chance.random() < 0.5:
        day = dt.date(2019 + chance.randrange(4), chance.randrange(1, 13), 1)
        known = list(AdoptionEvent.objects.known_at().order_by("pk"))
        earlier = chance.choice(known) if known and chance.random() < 0.3 else None
        make_event(
            earlier.intervention if earlier else chance.choice(tools), earlier.organisation if earlier else council,
            chance.choice(("aware", "live", "embedded", "stopped")), happened_on=day,
            iteration=chance.choice((None, iteration)), supersedes=earlier, correction_reason="Changed" if earlier else "",
        )  # fmt: skip
    elif chance.random() < 0.3:
        FundedPlace.objects.filter(iteration=iteration).delete()
    else:
        FundedPlace.objects.get_or_create(iteration=iteration, organisation=council, defaults={"funded_on": YEARS[0]})


def test_the_page_sets_adopters_against_others_for_each_council(mission: Mission, councils: list[Organisation]) -> None:
    """Sums are divided by the councils known: others (20 + 300) ÷ 2 = 160 and (40 + 300) ÷ 2 = 170 homes."""
    tool = make_intervention(mission, name="Tree service", is_headline=True)
    indicator = make_indicator(mission, slug="homes")
    for year, figures in zip(YEARS, (("9", "9", "9"), ("1", "20", "300"), ("4", "40", "300")), strict=True):
        for council, value in zip(councils, figures, strict=True):
            make_measurement(indicator, council, value, period_start=year)
    make_event(tool, councils[0], "live", happened_on=dt.date(2020, 6, 1))
    iteration = make_iteration(mission, name="Round one")
    FundedPlace.objects.create(iteration=iteration, organisation=councils[1], funded_on=YEARS[0])
    rebuild_rollups()
    client, url = client_of(None), reverse("outcomes:indicator", args=["planning", "homes"])
    text = words(client.get(url).content.decode())
    assert "Tree service: adopters against others" in text
    assert "2022/23: adopters 4 homes a council (1 of 1 councils known), others 170 homes a council (2 of 2)." in text
    assert "2021/22: adopters 1 homes a council (1 of 1 councils known), others 160 homes a council (2 of 2)." in text
    assert "2022/23 4 1 of 1 170 2 of 2 2021/22 1 1 of 1 160 2 of 2" in text
    text = words(client.get(f"{url}?compare=iteration:{iteration.pk}").content.decode())
    assert "Iteration: Round one: took part against others" in text
    assert "2022/23: took part 40 homes a council (1 of 1 councils known), others 152 homes a council (2 of 2)." in text
    assert "Money for an iteration: funded against others" in words(client.get(f"{url}?compare=funded:").content.decode())


def test_what_cannot_be_added_up_cannot_be_compared(mission: Mission, councils: list[Organisation]) -> None:
    make_measurement(make_indicator(mission, slug="homes", over_councils="none"), councils[0], "1", period_start=YEARS[1])
    make_event(make_intervention(mission), councils[0], "live", happened_on=YEARS[0])
    rebuild_rollups()
    page = client_of(None).get(reverse("outcomes:indicator", args=["planning", "homes"])).content.decode()
    assert "can’t be added up over councils, so groups can’t be compared" in page
