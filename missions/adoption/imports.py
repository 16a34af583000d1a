"""Stores adoption events that were read from published tables. An event never changes: a changed record becomes a correction."""

import datetime as dt
from collections.abc import Iterable, Sequence

from missions.adoption.models import AdoptionEvent, Source
from missions.adoption.rows import EventRow
from missions.core.importing import Problem, Tally
from missions.interventions.models import Intervention
from missions.register.finding import Finder
from missions.stewardship.models import Mission

SAME = ("organisation_id", "stage", "happened_on")
WHY = "The published record changed."


def store_events(mission: Mission, rows: Sequence[EventRow], finder: Finder, *, now: dt.datetime) -> Tally:
    """Record what is new, correct what the source changed, leave the rest."""
    ids = dict(Intervention.objects.filter(mission=mission).values_list("slug", "pk"))
    stored = _present_by_row(ids.values())
    tally = Tally()
    new = []
    for number, row in enumerate(rows, start=2):
        event = _event(row, ids.get(row.intervention), finder.reference(row.organisation), now)
        if event is None:
            tally.refused.append(Problem(number, "organisation", row.organisation, "No such organisation in the register."))
            continue
        before = stored.get((event.intervention_id, row.reference))
        if before is None:
            tally.created += 1
        elif all(getattr(before, name) == getattr(event, name) for name in SAME):
            tally.unchanged += 1
            continue
        else:
            _correct(event, before)
            tally.updated += 1
        stored[event.intervention_id, row.reference] = event
        new.append(event)
    AdoptionEvent.objects.bulk_create(new, batch_size=2_000)
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


def _correct(event: AdoptionEvent, before: AdoptionEvent) -> None:
    base, _, times = before.source_reference.partition("#")
    event.source_reference = f"{base}#{int(times or 1) + 1}"
    event.supersedes = before
    event.correction_reason = WHY


def _present_by_row(interventions: Iterable[int]) -> dict[tuple[int, str], AdoptionEvent]:
    events = AdoptionEvent.objects.known_at().filter(intervention__in=interventions).exclude(source_reference="")
    return {(event.intervention_id, event.source_reference.partition("#")[0]): event for event in events}
