"""Adoption of one intervention as at a day, for pages and for the command; the same number of queries whatever the size."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, prefetch_related_objects
from django.db.models.functions import JSONObject

from missions.adoption.derivation import Council, History, Point, Position, count
from missions.adoption.models import AdoptionEvent, AdoptionRollup
from missions.adoption.querysets import AdoptionEventQuerySet
from missions.adoption.stages import MIXED, Stage
from missions.adoption.survival import median_days_to_live
from missions.interventions.models import Intervention
from missions.register.models import Organisation, Succession, SuccessionStatus
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

    @classmethod
    def of(cls, intervention: Intervention, history: History, as_at: dt.date, known_at: dt.datetime | None = None) -> "Summary":
        """From a history that holds the events until the day."""
        return cls(intervention, as_at, known_at, history, history.on(as_at))

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


def summarise(intervention: Intervention, *, as_at: dt.date, known_at: dt.datetime | None = None) -> Summary:
    """Where each eligible council stood on `as_at`, as recorded by `known_at` (None: everything recorded so far)."""
    history = histories([intervention], until=as_at, known_at=known_at)[intervention.pk]
    return Summary.of(intervention, history, as_at, known_at)


class Reach(NamedTuple):
    """How far an intervention has come: councils that have adopted it, of those that exist."""

    adopted: int
    councils: int


def kept_reach(interventions: Sequence[Intervention], *, as_at: dt.date) -> dict[int, Reach]:
    """What the writes and a job have counted for that day; one query, or none where the interventions bring `adoption_rollup`."""
    prefetch_related_objects(interventions, "adoption_rollup")
    rows: Iterable[AdoptionRollup | None] = (getattr(item, "adoption_rollup", None) for item in interventions)
    return {row.intervention_id: Reach(row.adopted, row.councils) for row in rows if row is not None and row.as_at == as_at}


def reach_by_intervention(interventions: Sequence[Intervention], *, as_at: dt.date) -> dict[int, Reach]:
    """The reach of each of several interventions, by primary key: as kept for that day, otherwise derived."""
    kept = kept_reach(interventions, as_at=as_at)
    rest = [item for item in interventions if item.pk not in kept]
    return {**kept, **derive_reach(rest, as_at=as_at)}


def derive_reach(
    interventions: Sequence[Intervention], *, as_at: dt.date, known_at: dt.datetime | None = None
) -> dict[int, Reach]:
    """The same from the events: each council's last one by that day is enough. Two queries whatever the size."""
    events = AdoptionEvent.objects.as_at(as_at, known_at).latest_by_council()
    return {pk: reach_on(history, as_at) for pk, history in _histories(interventions, events).items()}


def reach_on(history: History, day: dt.date) -> Reach:
    """How far an intervention had come on a day of its history."""
    positions = history.on(day)
    return Reach(sum(position.is_adopted for position in positions.values()), len(positions))


def histories(
    interventions: Sequence[Intervention], *, until: dt.date, known_at: dt.datetime | None = None
) -> dict[int, History]:
    """The history of each intervention among its mission's councils, by primary key. Two queries whatever the size."""
    return _histories(interventions, AdoptionEvent.objects.as_at(until, known_at).order_by("happened_on", "recorded_at", "pk"))


def _histories(interventions: Sequence[Intervention], events: AdoptionEventQuerySet) -> dict[int, History]:
    if not interventions:
        return {}
    councils, predecessors = population_of({item.mission_id for item in interventions})
    happened: dict[int, dict[int, list[tuple[dt.date, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = events.filter(intervention__in=interventions)
    for intervention_id, organisation_id, day, stage in rows.values_list(
        "intervention_id", "organisation_id", "happened_on", "stage"
    ):
        happened[intervention_id][organisation_id].append((day, stage))
    return {item.pk: History(councils[item.mission_id], happened[item.pk], predecessors) for item in interventions}


def population_of(missions: Collection[int]) -> tuple[dict[int, dict[int, Council]], dict[int, list[tuple[int, dt.date]]]]:
    """Every council that was ever of an eligible type of each mission, with the spans for which its type counts; and who follows whom."""
    types = EligibleType.objects.filter(mission__in=missions, nation=OuterRef("nation"), council_type=OuterRef("council_type"))
    links = Succession.objects.exclude(status__in=NOT_IN_FORCE).filter(successor=OuterRef("pk"))
    rows = (
        Organisation.objects.councils()
        .order_by()
        .annotate(
            eligible=ArraySubquery(types.values(found=JSONObject(mission="mission", starts="starts_on", ends="ends_on"))),
            follows=ArraySubquery(links.values(found=JSONObject(pk="predecessor", day="vests_on"))),
        )
    )
    councils: dict[int, dict[int, Council]] = defaultdict(dict)
    predecessors: dict[int, list[tuple[int, dt.date]]] = {}
    for pk, start, end, eligible, follows in rows.values_list("pk", "starts_on", "ends_on", "eligible", "follows"):
        spans: dict[int, list[tuple[dt.date | None, dt.date | None]]] = defaultdict(list)
        for span in eligible:
            spans[span["mission"]].append((_day(span["starts"]), _day(span["ends"])))
        for mission, of_mission in spans.items():
            councils[mission][pk] = Council(pk, start, end, tuple(of_mission))
        if follows:
            predecessors[pk] = [(link["pk"], dt.date.fromisoformat(link["day"])) for link in follows]
    return councils, predecessors


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
