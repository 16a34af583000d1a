"""Changes to adoption: events are added, never changed."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.db.models import Model

from missions.adoption.access import why_not_record
from missions.adoption.blocking import set_blockers
from missions.adoption.imports import store_events
from missions.adoption.models import AdoptionEvent, Source, next_reference
from missions.adoption.rollups import refresh
from missions.adoption.rows import Published
from missions.adoption.stages import ADOPTED, Stage
from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.importing import Tally
from missions.core.models import StoredFile
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.finding import Finder
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, Standing

SHOW_IT = "Give a link, or say in a few words what shows it."


def record_event(
    *,
    by: User,
    standing: Standing,
    intervention: Intervention,
    organisation: Organisation,
    stage: str,
    happened_on: dt.date,
    evidence_url: str = "",
    note: str = "",
    barriers: Collection[str] = (),
    barrier_note: str = "",
) -> AdoptionEvent:
    """A council's new stage, verified when the team records it and self-reported when the council's own staff do.

    `barriers` is what is in its way now. Nothing is in the way of a council that uses it.
    """
    require(why_not_record(standing, by, organisation))
    _check_day(standing, organisation, happened_on)
    if lacks_evidence(standing, stage, evidence_url, note):
        raise NotNow(SHOW_IT)
    with transaction.atomic():
        event = AdoptionEvent.objects.create(
            intervention=intervention,
            organisation=organisation,
            stage=stage,
            happened_on=happened_on,
            source=_source(standing),
            evidence_url=evidence_url,
            note=note.strip(),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        record("adoption.record", by=by, subject=event, mission=standing.mission, stage=stage, organisation=organisation.pk)
        in_the_way = () if stage in ADOPTED else barriers
        set_blockers(
            by=by, standing=standing, intervention=intervention, organisation=organisation, barriers=in_the_way, note=barrier_note
        )
        refresh([intervention], on=standing.on)
    return event


def lacks_evidence(standing: Standing, stage: str, evidence_url: str, note: str) -> bool:
    """Whether a council reports a step without anything that shows it; the team answers for what it records itself."""
    is_step = stage != Stage.NOT_STARTED
    return is_step and _source(standing) == Source.SELF_REPORTED and not evidence_url and not note.strip()


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


def import_published(
    *, by: Model | None, intervention: Intervention, published: Published, source: StoredFile, now: dt.datetime
) -> Tally:
    """Add what a published list says. It ends nothing: a council that a later list leaves out hasn't left."""
    with transaction.atomic():
        tally = store_events(intervention.mission, published.rows, Finder(), now=now)
        refused = [replace(item, line=published.lines[published.rows[item.line - 2].reference]) for item in tally.refused]
        tally.refused = [*published.problems, *refused]
        if tally.created or tally.updated:
            counts = {"created": tally.created, "superseded": tally.updated}
            record("adoption.import", by=by, subject=source, mission=intervention.mission, intervention=intervention.pk, **counts)
    return tally


def _check_day(standing: Standing, organisation: Organisation, day: dt.date) -> None:
    if day > standing.on:
        raise NotNow("The date can’t be in the future.")
    if not organisation.holds_on(day):
        raise NotNow(f"{organisation.name} did not exist on that day.")


def _source(standing: Standing) -> Source:
    return Source.VERIFIED if standing.holds(*CURATORS) else Source.SELF_REPORTED
