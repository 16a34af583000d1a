"""Changes to adoption: events are added, never changed."""

import datetime as dt

from django.db import transaction

from missions.adoption.access import why_not_record
from missions.adoption.models import AdoptionEvent, Source, next_reference
from missions.adoption.rollups import refresh
from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, Standing


def record_event(
    *,
    by: User,
    standing: Standing,
    intervention: Intervention,
    organisation: Organisation,
    stage: str,
    happened_on: dt.date,
    note: str = "",
) -> AdoptionEvent:
    """A council's new stage, verified when the team records it and self-reported when the council's own staff do."""
    require(why_not_record(standing, by, organisation))
    _check_day(standing, organisation, happened_on)
    with transaction.atomic():
        event = AdoptionEvent.objects.create(
            intervention=intervention,
            organisation=organisation,
            stage=stage,
            happened_on=happened_on,
            source=_source(standing),
            note=note.strip(),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        record("adoption.record", by=by, subject=event, mission=standing.mission, stage=stage, organisation=organisation.pk)
        refresh([intervention], on=standing.on)
    return event


def correct_event(
    *, by: User, standing: Standing, event: AdoptionEvent, stage: str, happened_on: dt.date, reason: str
) -> AdoptionEvent:
    """Replace an event by one that names it and says why; the first one stays as what was known before."""
    require(why_not_record(standing, by, event.organisation))
    _check_day(standing, event.organisation, happened_on)
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
            source=_source(standing),
            source_reference=next_reference(locked.source_reference),
            iteration_id=locked.iteration_id,
            recorded_at=clock.now(),
            recorded_by=by,
            supersedes=locked,
            correction_reason=reason.strip(),
        )
        record("adoption.correct", by=by, subject=correction, mission=standing.mission, corrects=event.pk)
        refresh([event.intervention], on=standing.on)
    return correction


def _check_day(standing: Standing, organisation: Organisation, day: dt.date) -> None:
    if day > standing.on:
        raise NotNow("The date can’t be in the future.")
    if not organisation.holds_on(day):
        raise NotNow(f"{organisation.name} did not exist on that day.")


def _source(standing: Standing) -> Source:
    return Source.VERIFIED if standing.holds(*CURATORS) else Source.SELF_REPORTED
