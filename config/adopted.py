"""How many councils have adopted interventions of several missions, now and earlier; the same number of queries for any number."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.core.cache import cache

from missions.adoption.summary import histories, kept_reach, reach_on
from missions.interventions.models import Intervention

KEEP_SECONDS = 600


class Adopted(NamedTuple):
    """Councils that have adopted an intervention, and those that had by an earlier day."""

    now: int
    then: int


def adopted(interventions: Sequence[Intervention], *, on: dt.date, then: dt.date) -> dict[int, Adopted]:
    """By primary key. Counts of today are kept by writes and by a job, those of the past, which hardly change, for ten minutes."""
    kept = kept_reach(interventions, as_at=on)
    keys = {item.pk: f"adopted:{item.pk}:{then}" for item in interventions}
    cached = cache.get_many(keys.values())
    known = {pk: Adopted(kept[pk].adopted, cached[key]) for pk, key in keys.items() if pk in kept and key in cached}
    missing = [item for item in interventions if item.pk not in known]
    fresh = {
        pk: Adopted(reach_on(history, on).adopted, reach_on(history, then).adopted)
        for pk, history in histories(missing, until=on).items()
    }
    cache.set_many({keys[pk]: found.then for pk, found in fresh.items()}, KEEP_SECONDS)
    return {**known, **fresh}
