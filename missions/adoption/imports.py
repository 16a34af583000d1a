"""Stores adoption events that were read from published tables. An event never changes: a changed record becomes a correction."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


@dataclass
class Known:
    """What is stored about one published row: the event that counts now, and what the table said last."""

    present: AdoptionEvent
    published: AdoptionEvent


def store_events(mission: Mission, rows: Sequence[EventRow], finder: Finder, *, now: dt.datetime) -> Tally:
    """Record what is new, correct what the source changed, leave the rest: a correction by hand stands until the source changes."""
    interventions = {item.slug: item for item in Intervention.objects.filter(mission=mission)}
    stored = _known_by_row(item.pk for item in interventions.values())
    tally = Tally()
    new = []
    for number, row in enumerate(rows, start=2):
        found = interventions.get(row.intervention)
        event = _event(row, found.pk if found else None, finder.reference(row.organisation), now)
        if event is None:
            tally.refused.append(Problem(number, "organisation", row.organisation, "No such organisation in the register."))
            continue
        key = event.intervention_id, row.reference
        before = stored.get(key)
        if before is None:
            tally.created += 1
        elif all(getattr(before.published, name) == getattr(event, name) for name in SAME):
            tally.unchanged += 1
            continue
        else:
            event.source_reference = next_reference(before.present.source_reference)
            event.supersedes, event.correction_reason = before.present, WHY
            tally.updated += 1
        stored[key] = Known(event, event)
        new.append(event)
    AdoptionEvent.objects.bulk_create(new, batch_size=2_000)
    changed = {event.intervention_id for event in new}
    if changed:
        touched = [item for item in interventions.values() if item.pk in changed]
        refresh(touched, on=clock.london_day(now))
    return tally


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


def _known_by_row(interventions: Iterable[int]) -> dict[tuple[int, str], Known]:
    """By intervention and the first reference of a row; corrections come after what they correct."""
    found: dict[tuple[int, str], Known] = {}
    events = AdoptionEvent.objects.filter(intervention__in=list(interventions)).exclude(source_reference="")
    for event in events.order_by("pk"):
        key = event.intervention_id, event.source_reference.partition("#")[0]
        known = found.setdefault(key, Known(event, event))
        known.present = event
        if event.source == Source.IMPORTED:
            known.published = event
    return found
