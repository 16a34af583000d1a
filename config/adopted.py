"""How many councils have adopted interventions of several missions, in the same number of queries however many there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.core.cache import cache

from missions.adoption.derivation import Council, History
from missions.adoption.models import AdoptionEvent, AdoptionRollup
from missions.adoption.summary import NOT_IN_FORCE
from missions.interventions.models import Intervention
from missions.register.models import Organisation, Succession
from missions.stewardship.models import EligibleType

Spans = list[tuple[dt.date | None, dt.date | None]]

KEEP_SECONDS = 600


def adopted_today(interventions: Sequence[Intervention], *, on: dt.date) -> dict[int, int]:
    """Counts kept by writes and by a job; what isn't counted for today yet is derived."""
    rows = AdoptionRollup.objects.filter(intervention__in=interventions, as_at=on)
    kept = dict(rows.values_list("intervention_id", "adopted"))
    return {**kept, **_derive([item for item in interventions if item.pk not in kept], on)}


def adopted_then(interventions: Sequence[Intervention], *, day: dt.date) -> dict[int, int]:
    """Counts on a day that is past, which hardly change: kept for ten minutes."""
    keys = {item.pk: f"adopted:{item.pk}:{day}" for item in interventions}
    found = cache.get_many(keys.values())
    known = {pk: found[key] for pk, key in keys.items() if key in found}
    fresh = _derive([item for item in interventions if item.pk not in known], day)
    if fresh:
        cache.set_many({keys[pk]: count for pk, count in fresh.items()}, KEEP_SECONDS)
    return {**known, **fresh}


def _derive(interventions: Sequence[Intervention], day: dt.date) -> dict[int, int]:
    if not interventions:
        return {}
    councils, predecessors = _councils({item.mission_id for item in interventions}), _predecessors()
    happened: dict[int, dict[int, list[tuple[dt.date, str]]]] = defaultdict(lambda: defaultdict(list))
    events = AdoptionEvent.objects.as_at(day).filter(intervention__in=interventions).latest_by_council()
    for intervention, council, happened_on, stage in events.values_list(
        "intervention_id", "organisation_id", "happened_on", "stage"
    ):
        happened[intervention][council].append((happened_on, stage))
    return {
        item.pk: sum(
            position.is_adopted
            for position in History(councils[item.mission_id], happened[item.pk], predecessors).on(day).values()
        )
        for item in interventions
    }


def _councils(missions: Iterable[int]) -> dict[int, dict[int, Council]]:
    """The councils of each mission's eligible types."""
    spans: dict[int, dict[tuple[str, str], Spans]] = defaultdict(lambda: defaultdict(list))
    types = EligibleType.objects.filter(mission__in=list(missions))
    for mission, nation, kind, start, end in types.values_list("mission", "nation", "council_type", "starts_on", "ends_on"):
        spans[mission][nation, kind].append((start, end))
    rows = list(Organisation.objects.councils().order_by().values_list("pk", "starts_on", "ends_on", "nation", "council_type"))
    found: dict[int, dict[int, Council]] = defaultdict(dict)
    for mission, of_types in spans.items():
        for pk, start, end, nation, kind in rows:
            if (nation, kind) in of_types:
                found[mission][pk] = Council(pk, start, end, tuple(of_types[nation, kind]))
    return found


def _predecessors() -> dict[int, list[tuple[int, dt.date]]]:
    found: dict[int, list[tuple[int, dt.date]]] = defaultdict(list)
    in_force = Succession.objects.exclude(status__in=NOT_IN_FORCE)
    for before, after, day in in_force.values_list("predecessor_id", "successor_id", "vests_on"):
        found[after].append((before, day))
    return dict(found)
