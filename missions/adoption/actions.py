"""Changes to adoption: events are added, never changed."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Model

from missions.adoption.access import why_not_record
from missions.adoption.models import AdoptionEvent, FundedPlace, Source
from missions.adoption.rows import EventRow
from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.importing import Problem, Tally
from missions.core.models import StoredFile
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing
from missions.stewardship.models import Mission


def import_events(
    *, by: Model | None, mission: Mission, rows: Sequence[EventRow], organisations: Mapping[str, int], source: StoredFile
) -> Tally:
    """Add published events that are not stored yet. `organisations` finds an organisation's id by its published reference."""
    tally = Tally()
    with transaction.atomic():
        ids = dict(Intervention.objects.filter(mission=mission).values_list("slug", "pk"))
        stored = AdoptionEvent.objects.filter(intervention__mission=mission).exclude(source_reference="")
        known = set(stored.values_list("intervention_id", "source_reference"))
        new, now = [], clock.now()
        for row in rows:
            if row.organisation not in organisations:
                tally.refused.append(Problem(row.line, "organisation", row.organisation, "No organisation of the register has this code."))
            elif (ids[row.intervention], row.reference) in known:
                tally.unchanged += 1
            else:
                known.add((ids[row.intervention], row.reference))
                new.append(_event(row, ids[row.intervention], organisations[row.organisation], now))
        AdoptionEvent.objects.bulk_create(new, batch_size=2_000)
        tally.created = len(new)
        if new:
            record("adoption.import", by=by, subject=source, mission=mission, created=len(new))
    return tally


def record_event(
    *, by: User, standing: Standing, intervention: Intervention, organisation: Organisation, stage: str, happened_on: dt.date, note: str = ""
) -> AdoptionEvent:
    """A council's new stage, verified when the team records it and self-reported when the council's own staff do."""
    require(why_not_record(standing, by, organisation))
    if happened_on > standing.on:
        raise NotNow("The date can’t be in the future.")
    if not organisation.holds_on(happened_on):
        raise NotNow(f"{organisation.name} did not exist on that day.")
    with transaction.atomic():
        event = AdoptionEvent.objects.create(
            intervention=intervention,
            organisation=organisation,
            stage=stage,
            happened_on=happened_on,
            source=Source.VERIFIED if standing.is_team else Source.SELF_REPORTED,
            note=note.strip(),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        record("adoption.record", by=by, subject=event, mission=standing.mission, stage=stage, organisation=organisation.pk)
    return event


def correct_event(*, by: User, standing: Standing, event: AdoptionEvent, stage: str, happened_on: dt.date, reason: str) -> AdoptionEvent:
    """Replace an event by one that names it and says why; the first one stays as what was known before."""
    require(why_not_record(standing, by, event.organisation))
    if not reason.strip():
        raise NotNow("Say why the record is corrected.")
    with transaction.atomic():
        locked = AdoptionEvent.objects.select_for_update().get(pk=event.pk)
        if AdoptionEvent.objects.filter(supersedes=locked).exists():
            raise NotNow("This record was corrected already. Reload the page and correct the newer one.")
        correction = AdoptionEvent.objects.create(
            intervention=event.intervention,
            organisation=event.organisation,
            stage=stage,
            happened_on=happened_on,
            source=Source.VERIFIED if standing.is_team else Source.SELF_REPORTED,
            recorded_at=clock.now(),
            recorded_by=by,
            supersedes=locked,
            correction_reason=reason.strip(),
        )
        record("adoption.correct", by=by, subject=correction, mission=standing.mission, corrects=event.pk)
    return correction


def note_funded(*, by: Model | None, places: Sequence[FundedPlace], source: StoredFile) -> int:
    """Facts that funding pushes down: who took part in an iteration with money from it. Returns how many are new."""
    with transaction.atomic():
        wanted = {(place.iteration_id, place.organisation_id): place for place in places}
        known = set(FundedPlace.objects.values_list("iteration_id", "organisation_id"))
        new = [place for key, place in wanted.items() if key not in known]
        FundedPlace.objects.bulk_create(new)
        if new:
            record("adoption.note-funded", by=by, subject=source, created=len(new))
    return len(new)


def _event(row: EventRow, intervention_id: int, organisation_id: int, now: dt.datetime) -> AdoptionEvent:
    return AdoptionEvent(
        intervention_id=intervention_id,
        organisation_id=organisation_id,
        stage=row.stage,
        happened_on=row.happened_on,
        source=Source.IMPORTED,
        source_word=row.source_word,
        source_reference=row.reference,
        evidence_url=row.evidence_url,
        recorded_at=now,
    )
