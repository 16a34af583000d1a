"""Iterations that ended undecided: told to owner and lead, then to the director."""

import datetime as dt

import pytest

from missions.core.clock import LONDON
from missions.interventions.models import Iteration
from missions.interventions.reminders import over, stays_open
from missions.people.models import User
from missions.stewardship.models import Mission
from tests.making import make_director, make_iteration, make_lead, make_mission, make_user

pytestmark = pytest.mark.django_db
LAST_DAY = dt.date(2026, 9, 1)


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def people(mission: Mission) -> tuple[User, User, User]:
    return make_lead(mission), make_director(mission), make_user()


@pytest.fixture
def iteration(mission: Mission, people: tuple[User, User, User]) -> Iteration:
    return make_iteration(mission, owner=people[2], ends_on=LAST_DAY + dt.timedelta(days=1))


def told(days: int, rule: object) -> set[int]:
    noon = dt.datetime.combine(LAST_DAY + dt.timedelta(days=days), dt.time(12), LONDON)
    return {notice.to_user_id for notice in rule(noon)}  # type: ignore[operator]


def test_the_owner_and_the_lead_on_the_day_after(iteration: Iteration, people: tuple[User, User, User]) -> None:
    lead, _, owner = people
    assert told(0, over) == set()
    assert told(1, over) == {lead.pk, owner.pk}


def test_the_director_two_weeks_after(iteration: Iteration, people: tuple[User, User, User]) -> None:
    assert told(13, stays_open) == set()
    assert told(14, stays_open) == {people[1].pk}


@pytest.mark.parametrize("status", ["decided", "cancelled", "recorded"])
def test_what_is_over_tells_nobody(iteration: Iteration, status: str) -> None:
    Iteration.objects.update(status=status)
    assert told(1, over) | told(14, stays_open) == set()


def test_what_ended_long_ago_is_a_gap_and_no_news(iteration: Iteration) -> None:
    assert told(90, over) | told(90, stays_open) == set()


def test_both_are_escalated_as_they_say(iteration: Iteration) -> None:
    noon = dt.datetime.combine(LAST_DAY + dt.timedelta(days=14), dt.time(12), LONDON)
    assert {notice.escalated for notice in over(noon)} == {False}
    assert {notice.escalated for notice in stays_open(noon)} == {True}
