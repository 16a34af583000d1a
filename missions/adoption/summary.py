"""Adoption of one intervention as at a day, for pages and for the command; the same number of queries whatever the size."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from missions.adoption.derivation import Council, History, Point, Position, count, median_days_to_live
from missions.adoption.models import AdoptionEvent, AdoptionRollup
from missions.adoption.querysets import AdoptionEventQuerySet
from missions.adoption.stages import MIXED, Stage
from missions.interventions.models import Intervention
from missions.register.models import Kind, Organisation, Succession, SuccessionStatus
from missions.stewardship.models import EligibleType, Mission

LABELS = {**dict(Stage.choices), MIXED: "Mixed (its predecessors differed)"}
NOT_IN_FORCE = (SuccessionStatus.WITHDRAWN, SuccessionStatus.CHALLENGED)


@dataclass(frozen=True)
class Summary:
    """Where each council of the eligible population stands with an intervention on a day."""

    intervention: Intervention
    as_at: dt.date
    known_at: dt.datetime | None
    history: History
    positions: dict[int, Position]

    @property
    def councils_exist(self) -> int:
        """The eligible population on that day."""
        return len(self.positions)

    @property
    def stages(self) -> dict[str, int]:
        """Councils at each stage, zeros included; adds up to `councils_exist`."""
        return count(self.positions)

    @property
    def adopted(self) -> int:
        """Councils that are live or have it embedded."""
        return sum(position.is_adopted for position in self.positions.values())

    @property
    def rows(self) -> list[tuple[str, str, int]]:
        """(stage, label, councils) in the order of the stages."""
        return [(stage, LABELS[stage], councils) for stage, councils in self.stages.items()]

    @property
    def curve(self) -> list[Point]:
        """Councils that had adopted at the end of each month until the day."""
        return self.history.curve(self.as_at)

    def as_json(self, mission: Mission) -> dict[str, Any]:
        """What `adoption_summary --json` prints."""
        return {
            "mission": mission.slug,
            "intervention": self.intervention.slug,
            "as_at": self.as_at.isoformat(),
            "known_at": self.known_at.isoformat() if self.known_at else None,
            "councils_exist": self.councils_exist,
            "stages": self.stages,
            "adopted": self.adopted,
            "cumulative": [{"date": p.day.isoformat(), "count": p.adopted, "denominator": p.exist} for p in self.curve],
            "median_days_to_live": median_days_to_live(self.history.events, self.as_at),
        }


def summarise(mission: Mission, intervention: Intervention, *, as_at: dt.date, known_at: dt.datetime | None = None) -> Summary:
    """Where each eligible council stood on `as_at`, as recorded by `known_at` (None: everything recorded so far)."""
    history = histories(mission, [intervention], until=as_at, known_at=known_at)[intervention.pk]
    return Summary(intervention, as_at, known_at, history, history.on(as_at))


class Reach(NamedTuple):
    """How far an intervention has come: councils that have adopted it, of those that exist."""

    adopted: int
    councils: int


def reach_by_intervention(
    mission: Mission, interventions: Sequence[Intervention], *, as_at: dt.date, known_at: dt.datetime | None = None
) -> dict[int, Reach]:
    """The reach of each of several interventions, by primary key.

    Today's counts are kept by the writes and by a job; those that aren't there, other days and earlier knowledge are derived.
    """
    kept: dict[int, Reach] = {}
    if known_at is None:
        rows = AdoptionRollup.objects.filter(intervention__in=interventions, as_at=as_at)
        kept = {pk: Reach(*counts) for pk, *counts in rows.values_list("intervention_id", "adopted", "councils")}
    rest = [item for item in interventions if item.pk not in kept]
    return {**kept, **derive_reach(mission, rest, as_at=as_at, known_at=known_at)} if rest else kept


def adopted_by_intervention(
    mission: Mission, interventions: Sequence[Intervention], *, as_at: dt.date, known_at: dt.datetime | None = None
) -> dict[int, int]:
    """Councils that have adopted each of several interventions, by primary key."""
    found = reach_by_intervention(mission, interventions, as_at=as_at, known_at=known_at)
    return {pk: reach.adopted for pk, reach in found.items()}


def derive_reach(
    mission: Mission, interventions: Sequence[Intervention], *, as_at: dt.date, known_at: dt.datetime | None = None
) -> dict[int, Reach]:
    """The same from the events: each council's last one by that day is enough. Four queries whatever the size."""
    events = AdoptionEvent.objects.as_at(as_at, known_at).latest_by_council()
    return {pk: _reach(history.on(as_at)) for pk, history in _histories(mission, interventions, events).items()}


def _reach(positions: dict[int, Position]) -> Reach:
    return Reach(sum(position.is_adopted for position in positions.values()), len(positions))


def histories(
    mission: Mission, interventions: Sequence[Intervention], *, until: dt.date, known_at: dt.datetime | None = None
) -> dict[int, History]:
    """The history of each intervention among a mission's councils, by primary key."""
    events = AdoptionEvent.objects.as_at(until, known_at).order_by("happened_on", "recorded_at", "pk")
    return _histories(mission, interventions, events)


def _histories(mission: Mission, interventions: Sequence[Intervention], events: AdoptionEventQuerySet) -> dict[int, History]:
    councils, predecessors = _councils(mission), _predecessors()
    happened: dict[int, dict[int, list[tuple[dt.date, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = events.filter(intervention__in=interventions)
    for intervention_id, organisation_id, day, stage in rows.values_list(
        "intervention_id", "organisation_id", "happened_on", "stage"
    ):
        happened[intervention_id][organisation_id].append((day, stage))
    return {item.pk: History(councils, happened[item.pk], predecessors) for item in interventions}


def _councils(mission: Mission) -> dict[int, Council]:
    """Every council that was ever of an eligible type, with the spans for which its type counts."""
    spans: dict[tuple[str, str], list[tuple[dt.date | None, dt.date | None]]] = defaultdict(list)
    types = EligibleType.objects.filter(mission=mission)
    for nation, kind, start, end in types.values_list("nation", "council_type", "starts_on", "ends_on"):
        spans[nation, kind].append((start, end))
    if not spans:
        return {}
    wanted = Q()
    for nation, kind in spans:
        wanted |= Q(nation=nation, council_type=kind)
    rows = Organisation.objects.filter(wanted, kind=Kind.COUNCIL)
    return {
        pk: Council(pk, start, end, tuple(spans[nation, kind]))
        for pk, start, end, nation, kind in rows.values_list("pk", "starts_on", "ends_on", "nation", "council_type")
    }


def _predecessors() -> dict[int, list[tuple[int, dt.date]]]:
    found: dict[int, list[tuple[int, dt.date]]] = defaultdict(list)
    in_force = Succession.objects.exclude(status__in=NOT_IN_FORCE)
    for before, after, day in in_force.values_list("predecessor_id", "successor_id", "vests_on"):
        found[after].append((before, day))
    return dict(found)
