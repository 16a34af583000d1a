"""The playbook: which method moved which councils, how fast, how sure; told from cases that were counted by hand."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from scipy.stats import binomtest

from missions.adoption.models import FundedPlace
from missions.adoption.playbook import Case, interval, line, playbook, wilson
from missions.interventions.models import Intervention, Iteration
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    make_council,
    make_event,
    make_intervention,
    make_iteration,
    make_lead,
    make_mission,
)
from tests.queries import queries_of


@pytest.mark.parametrize(("count", "size"), [(0, 10), (3, 10), (10, 10), (41, 97)])
def test_councils_with_one_case_each_have_wilsons_interval(count: int, size: int) -> None:
    expected = binomtest(count, size).proportion_ci(0.95, "wilson")
    low, high = wilson(count / size, size)
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-5)


def test_several_cases_of_one_council_say_less_than_as_many_councils() -> None:
    apart = [[True]] * 20 + [[False]] * 20
    together = [[True] * 4] * 5 + [[False] * 4] * 5
    narrow, wide = interval(apart), interval(together)
    assert wide[0] < narrow[0] < 0.5 < narrow[1] < wide[1]
    # Ten councils that each say one thing: as if there were ten cases, or fewer.
    assert wide[1] - wide[0] >= wilson(0.5, 10)[1] - wilson(0.5, 10)[0]


def test_too_few_councils_say_nothing() -> None:
    nine = [Case("other", pk, "district", "under-100", True, 10, True) for pk in range(9)]
    told = line("All", nine)
    assert (told.cases, told.moved, told.low) == (9, 9, None)
    assert told.share == "Too few councils to say: it needs 10"
    assert told.time == "Too few councils to say"


def test_a_time_comes_with_its_interval() -> None:
    told = line("All", [Case("other", pk, "district", "", True, days, True) for pk, days in enumerate(range(100, 300, 10))])
    assert told.time.startswith("190 days (95% interval: ")
    assert told.share.startswith("100% (95% interval: 84% to 100%)")


@pytest.fixture
def mission(db: None) -> Mission:
    cache.clear()
    return make_mission("planning")


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard")


@pytest.fixture
def iteration(mission: Mission, item: Intervention) -> Iteration:
    return make_iteration(mission, serves=item, method="peer-champions")


def told(mission: Mission) -> list[tuple[str, int, int, int]]:
    cache.clear()
    return [(row.label, row.whole.cases, row.whole.moved, row.whole.watched) for row in playbook([mission.pk], TODAY, "type")]


def test_a_case_met_the_method_and_had_not_adopted_before(mission: Mission, item: Intervention, iteration: Iteration) -> None:
    moved, stayed, had_it, alone = (make_council() for _ in range(4))
    make_event(item, moved, "aware", iteration=iteration, happened_on=dt.date(2026, 4, 1))
    make_event(item, moved, "live", happened_on=dt.date(2026, 6, 1))
    FundedPlace.objects.create(iteration=iteration, organisation=stayed, funded_on=dt.date(2026, 4, 1))
    make_event(item, had_it, "live", happened_on=dt.date(2025, 1, 1))
    FundedPlace.objects.create(iteration=iteration, organisation=had_it, funded_on=dt.date(2026, 4, 1))
    make_event(item, alone, "live")
    assert told(mission) == [("Peer champions", 2, 1, 1)]


def test_the_method_that_a_council_met_first_counts(mission: Mission, item: Intervention, iteration: Iteration) -> None:
    council, later = make_council(), make_iteration(mission, serves=item, method="mandation")
    make_event(item, council, "aware", iteration=iteration, happened_on=dt.date(2026, 4, 1))
    make_event(item, council, "live", iteration=later, happened_on=dt.date(2026, 5, 1))
    assert told(mission) == [("Peer champions", 1, 1, 1)]


def test_without_any_record_nobody_says_that_nobody_adopted(mission: Mission, iteration: Iteration) -> None:
    FundedPlace.objects.create(iteration=iteration, organisation=make_council(), funded_on=dt.date(2026, 4, 1))
    assert told(mission) == []


def test_councils_that_the_mission_is_not_for_are_left_out(mission: Mission, item: Intervention, iteration: Iteration) -> None:
    make_event(item, make_council(), iteration=iteration)
    make_event(item, make_council(council_type="county"), iteration=iteration)
    assert told(mission) == [("Peer champions", 1, 1, 0)]


def test_kinds_of_council_add_up_to_all(mission: Mission, item: Intervention, iteration: Iteration) -> None:
    for population in (50_000, 120_000, None):
        make_event(item, make_council(population=population), iteration=iteration)
    [method] = playbook([mission.pk], TODAY, "size")
    assert [kind.label for kind in method.kinds] == ["Fewer than 100,000", "100,000 to 149,999", "Population not known"]
    assert sum(kind.cases for kind in method.kinds) == method.whole.cases == 3


def test_a_proposal_tells_only_those_on_it(mission: Mission, item: Intervention, iteration: Iteration) -> None:
    secret = make_mission("secret", name="Secret", status="proposed")
    hidden = make_intervention(secret)
    make_event(hidden, make_council(), iteration=make_iteration(secret, serves=hidden, method="mandation"))
    url = reverse("playbook")
    stranger = client_of(None).get(url).content.decode()
    assert "Secret" not in stranger
    assert "Mandation" not in stranger
    lead = client_of(make_lead(secret)).get(url).content.decode()
    assert "Secret" in lead
    assert "Mandation" in lead


def test_queries_stay_the_same_however_many_missions_and_cases(
    mission: Mission, item: Intervention, iteration: Iteration
) -> None:
    client, url = client_of(make_lead(mission)), reverse("playbook")
    make_event(item, make_council(), iteration=iteration)

    def cold() -> int:
        cache.clear()
        client.get(reverse("public_home"))
        return queries_of(client, url)

    one = cold()
    for _ in range(3):
        other = make_mission()
        more = make_intervention(other)
        make_event(more, make_council(), iteration=make_iteration(other, serves=more))
    assert cold() == one <= 12
