"""Time to live: against published figures (Freireich and others 1963, as in every textbook of survival analysis), and the page."""

import datetime as dt

import pytest

from missions.adoption.models import AdoptionEvent
from missions.adoption.survival import Spell, compare, estimate, is_thin, spells
from missions.interventions.models import IterationServes
from tests.making import client_of, make_council, make_event, make_intervention, make_iteration, make_mission

# Weeks of remission under a drug, and without; a plus in the paper is False here: still in remission when last seen.
DRUG = [(6, True)] * 3 + [(7, True), (10, True), (13, True), (16, True), (22, True), (23, True)]
DRUG += [(week, False) for week in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)]
PLACEBO = [(week, True) for week in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]
DAY = dt.date(2024, 1, 1)


def of(pairs: list[tuple[int, bool]]) -> list[Spell]:
    return [Spell(number, days, reached) for number, (days, reached) in enumerate(pairs)]


def test_the_published_curve() -> None:
    found = estimate(of(DRUG))
    live = {item.days: round(1 - item.live, 3) for item in found.moments}
    assert {week: live[week] for week in (6, 7, 10, 13, 16, 22, 23)} == {
        6: 0.857,
        7: 0.807,
        10: 0.753,
        13: 0.690,
        16: 0.627,
        22: 0.538,
        23: 0.448,
    }
    assert (found.median, found.councils, found.reached) == (23, 21, 9)
    assert all(item.low <= item.live <= item.high for item in found.moments)
    assert estimate(of(PLACEBO)).median == 8


def test_the_published_log_rank_test() -> None:
    """Chi-squared 16.79 with one degree of freedom: p = 0.0000417; two groups are two tries here."""
    found = compare({"drug": of(DRUG), "placebo": of(PLACEBO)})
    assert [round(item.p_value, 6) for item in found] == [round(2 * 0.0000417, 6)] * 2


def test_thin_data_are_not_compared() -> None:
    assert is_thin(of(DRUG[:9]))
    assert not is_thin(of(DRUG))
    assert compare({"drug": of(DRUG), "few": of(PLACEBO[:5])}) == []


def test_a_spell_ends_with_live_or_with_leaving_or_with_the_day() -> None:
    later = DAY + dt.timedelta(days=30)
    events = {
        1: [(DAY, "aware"), (later, "live")],
        2: [(DAY, "committed"), (later, "stopped")],
        3: [(DAY, "aware")],
        4: [(DAY, "live")],
    }
    found = spells(events, DAY + dt.timedelta(days=50))
    assert found == [Spell(1, 30, True), Spell(2, 30, False), Spell(3, 50, False)]


@pytest.mark.django_db
def test_the_page_tells_the_time_or_that_it_cannot() -> None:
    item = make_intervention(make_mission("planning"), slug="standard", name="Standard")
    address = "/missions/planning/interventions/standard/adoption/pace/?as_at=2024-12-31"
    assert "too little to say" in client_of(None).get(address).content.decode()
    iteration = make_iteration(item.mission, serves=item)
    assert IterationServes.objects.filter(intervention=item).exists()
    for number in range(20):
        council = make_council()
        make_event(item, council, "committed", happened_on=DAY, iteration=iteration if number < 10 else None)
        make_event(item, council, "live", happened_on=DAY + dt.timedelta(days=10 if number < 10 else 100))
    html = " ".join(client_of(None).get(address).content.decode().split())
    assert AdoptionEvent.objects.count() == 40
    assert "Half of 20 councils are live 10 days after their first step" in html
    assert "10 councils beside 10 others. Median days to live: 10 beside 100." in html
    assert "unlikely by chance alone" in html
