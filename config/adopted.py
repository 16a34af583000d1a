"""How many councils have adopted interventions of several missions, now and earlier; the same number of queries for any number."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from missions.adoption.summary import histories, kept_reach, reach_on
from missions.core.fresh import kept
from missions.interventions.models import Intervention


class Adopted(NamedTuple):
    """Councils that have adopted an intervention, and those that had by an earlier day."""

    now: int
    then: int


def adopted(interventions: Sequence[Intervention], *, on: dt.date, then: dt.date) -> dict[int, Adopted]:
    """By primary key. Counts of today are rollups; those of the past are reckoned from the events again when one has changed."""
    now = kept_reach(interventions, as_at=on)
    keys = sorted(item.pk for item in interventions)
    past = kept(f"adopted:{on}:{then}:{keys}", lambda: _past(interventions, on, then)) if keys else {}
    return {pk: Adopted(now[pk].adopted if pk in now else today, earlier) for pk, (today, earlier) in past.items()}


def _past(interventions: Sequence[Intervention], on: dt.date, then: dt.date) -> dict[int, Adopted]:
    found = histories(interventions, until=on)
    return {pk: Adopted(reach_on(item, on).adopted, reach_on(item, then).adopted) for pk, item in found.items()}
