"""Stores adoption events that were read from published tables. An event never changes: a changed record becomes a correction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from missions.adoption.climbing import Step, adds_nothing, overtaken
from missions.adoption.models import AdoptionEvent, Source, next_reference
from missions.adoption.rollups import refresh
from missions.adoption.rows import EventRow
from missions.core import clock
from missions.core.importing import Problem, Tally
from missions.interventions.models import Intervention
from missions.register.finding import Finder
from missions.stewardship.models import Mission

SAME = ("organisation_id", "stage", "happened_on")
WHY = "The published record changed."
WHY_OVERTAKEN = "Another published record shows that the council had come further by then."


@dataclass
class Known:
    """What is stored about one published row: the event that counts now, and what the table said last."""

    present: AdoptionEvent
    published: AdoptionEvent


@dataclass
class Stored:
    """All that is stored about some interventions, and what an import adds to it."""

    rows: dict[tuple[int, str], Known] = field(default_factory=dict)
    by_council: dict[tuple[int, int], dict[int, AdoptionEvent]] = field(default_factory=lambda: defaultdict(dict))
    new: list[AdoptionEvent] = field(default_factory=list)

    def keep(self, event: AdoptionEvent) -> None:
        """Take in an event, stored or new, after those that it corrects."""
        council = self.by_council[event.intervention_id, event.organisation_id]
        if isinstance(event.supersedes, AdoptionEvent):
            self.by_council[event.intervention_id, event.supersedes.organisation_id].pop(id(event.supersedes), None)
        council[id(event)] = event
        if event.source_reference:
            known = self.rows.setdefault((event.intervention_id, _base(event)), Known(event, event))
            known.present = event
            if event.source == Source.IMPORTED:
                known.published = event

    def add(self, event: AdoptionEvent) -> None:
        """Take in a new event."""
        self.keep(event)
        self.new.append(event)

    def others(self, event: AdoptionEvent) -> list[AdoptionEvent]:
        """What counts now for the same council but comes from elsewhere."""
        found = self.by_council[event.intervention_id, event.organisation_id].values()
        return [other for other in found if not other.source_reference or _base(other) != _base(event)]


def store_events(mission: Mission, rows: Sequence[EventRow], finder: Finder, *, now: dt.datetime) -> Tally:
    """Record what is new, correct what the source changed, leave the rest: a correction by hand stands until the source changes.

    Files come one after the other and in any order. A row that says less than is known by its day adds nothing; an imported one that a
    new row shows to have said too little is corrected.
    """
    interventions = {item.slug: item for item in Intervention.objects.filter(mission=mission)}
    stored = _stored({row.intervention for row in rows}, interventions)
    tally = Tally()
    for number, row in enumerate(rows, start=2):
        found = interventions.get(row.intervention)
        event = _event(row, found.pk if found else None, finder.reference(row.organisation), now)
        if event is None:
            tally.refused.append(Problem(number, "organisation", row.organisation, "No such organisation in the register."))
        else:
            _store(stored, event, tally, now)
    AdoptionEvent.objects.bulk_create(stored.new, batch_size=2_000)
    changed = {event.intervention_id for event in stored.new}
    if changed:
        touched = [item for item in interventions.values() if item.pk in changed]
        refresh(touched, on=clock.london_day(now))
    return tally


def _store(stored: Stored, event: AdoptionEvent, tally: Tally, now: dt.datetime) -> None:
    before = stored.rows.get((event.intervention_id, event.source_reference))
    others = [_step(other) for other in stored.others(event)]
    is_same = before is not None and all(getattr(before.published, name) == getattr(event, name) for name in SAME)
    if is_same or adds_nothing(_step(event), others):
        tally.unchanged += 1
        return
    if before is None:
        tally.created += 1
    else:
        _correct(event, before.present, WHY)
        tally.updated += 1
    for other in stored.others(event):
        if other.source == Source.IMPORTED and overtaken(_step(other), _step(event), others):
            correction = _copy(event, now)
            _correct(correction, other, WHY_OVERTAKEN)
            stored.add(correction)
            tally.updated += 1
    stored.add(event)


def _correct(event: AdoptionEvent, wrong: AdoptionEvent, why: str) -> None:
    event.source_reference = next_reference(wrong.source_reference)
    event.supersedes, event.correction_reason = wrong, why


def _copy(event: AdoptionEvent, now: dt.datetime) -> AdoptionEvent:
    """The same stage on the same day, to stand in another event's place."""
    return AdoptionEvent(
        intervention_id=event.intervention_id,
        organisation_id=event.organisation_id,
        stage=event.stage,
        happened_on=event.happened_on,
        source=Source.IMPORTED,
        source_word=event.source_word,
        recorded_at=now,
    )


def _step(event: AdoptionEvent) -> Step:
    return event.happened_on, event.stage


def _base(event: AdoptionEvent) -> str:
    return event.source_reference.partition("#")[0]


def _event(row: EventRow, intervention_id: int | None, organisation_id: int | None, now: dt.datetime) -> AdoptionEvent | None:
    if intervention_id is None or organisation_id is None:
        return None
    return AdoptionEvent(
        intervention_id=intervention_id,
        organisation_id=organisation_id,
        stage=row.stage,
        happened_on=row.happened_on,
        source=Source.IMPORTED,
        source_word=row.word,
        source_reference=row.reference,
        evidence_url=row.evidence_url,
        recorded_at=now,
    )


def _stored(slugs: Iterable[str], interventions: dict[str, Intervention]) -> Stored:
    """Everything about the interventions that rows are about; corrections come after what they correct."""
    found, by_pk = Stored(), {}
    wanted = [interventions[slug].pk for slug in slugs if slug in interventions]
    for event in AdoptionEvent.objects.filter(intervention__in=wanted).order_by("pk"):
        by_pk[event.pk] = event
        if event.supersedes_id is not None:
            event.supersedes = by_pk[event.supersedes_id]
        found.keep(event)
    return found
