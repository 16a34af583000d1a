"""History as at any date, and as known at any moment, is exact: held against a plain recount of random histories."""

import datetime as dt
import random
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from missions.adoption.models import AdoptionEvent, Review
from missions.adoption.stages import Stage
from missions.adoption.summary import derive_reach, summarise
from tests.making import make_council, make_event, make_intervention, make_lead, make_mission

FIRST = dt.date(2026, 1, 1)
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAYS, COUNCILS, MOMENTS = 40, 4, 12


class Told(NamedTuple):
    """What somebody recorded: `corrects` is the place of an earlier one, `returned_at` when the team sent it back."""

    council: int
    day: int
    stage: str
    moment: int
    corrects: int | None
    returned_at: int | None


@st.composite
def histories(draw: st.DrawFn) -> list[Told]:
    chance = random.Random(draw(st.integers(0, 2**32)))
    told: list[Told] = []
    for moment in range(draw(st.integers(0, MOMENTS))):
        open_ones = [
            place for place, one in enumerate(told) if one.returned_at is None and not any(o.corrects == place for o in told)
        ]
        corrects = chance.choice(open_ones) if open_ones and chance.random() < 0.3 else None
        council = told[corrects].council if corrects is not None else chance.randrange(COUNCILS)
        returned = moment + chance.randrange(1, 5) if chance.random() < 0.15 else None
        told.append(Told(council, chance.randrange(DAYS), chance.choice(Stage.values), moment, corrects, returned))
    return told


def recounted(told: list[Told], day: int, moment: int) -> dict[int, str]:
    """By reading the list from its beginning, as a clerk would."""
    stands: dict[int, tuple[int, int, str]] = {}
    for place, one in enumerate(told):
        corrected = any(other.corrects == place and other.moment <= moment for other in told)
        returned = one.returned_at is not None and one.returned_at <= moment
        if one.moment <= moment and one.day <= day and not corrected and not returned:
            stands[one.council] = max(stands.get(one.council, (-1, -1, "")), (one.day, one.moment, one.stage))
    return {council: stage for council, (_, _, stage) in stands.items()}


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(histories(), st.integers(0, DAYS), st.integers(0, MOMENTS + 4))
def test_the_position_on_any_day_as_known_at_any_moment(told: list[Told], day: int, moment: int) -> None:
    mission = make_mission()
    item, lead = make_intervention(mission), make_lead(mission)
    councils = [make_council() for _ in range(COUNCILS)]
    events: list[AdoptionEvent] = []
    for one in told:
        more = {} if one.corrects is None else {"supersedes": events[one.corrects], "correction_reason": "It was wrong."}
        events.append(
            make_event(
                item,
                councils[one.council],
                one.stage,
                happened_on=FIRST + dt.timedelta(days=one.day),
                recorded_at=NOON + dt.timedelta(hours=one.moment),
                **more,
            )
        )
        if one.returned_at is not None:
            at = NOON + dt.timedelta(hours=one.returned_at)
            Review.objects.create(event=events[-1], verdict="returned", reason="No.", made_by=lead, made_at=at)
    as_at, known_at = FIRST + dt.timedelta(days=day), NOON + dt.timedelta(hours=moment)
    expected = recounted(told, day, moment)
    summary = summarise(item, as_at=as_at, known_at=known_at)
    for number, council in enumerate(councils):
        assert summary.positions[council.pk].stage == expected.get(number, "not-started")
    adopted = sum(stage in ("live", "embedded") for stage in expected.values())
    reach = derive_reach([item], as_at=as_at, known_at=known_at)[item.pk]
    assert reach.adopted == summary.adopted == adopted
    assert summary.curve[-1].adopted == adopted if summary.curve else adopted == 0
