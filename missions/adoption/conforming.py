"""A passed conformance test as an adoption event."""

import datetime as dt

from django.db import transaction

from missions.adoption.derivation import Position
from missions.adoption.models import AdoptionEvent, Source
from missions.adoption.rollups import refresh
from missions.adoption.stages import Stage
from missions.adoption.summary import summarise
from missions.core.audit import record
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.models import Organisation

STEPS = (Stage.NOT_STARTED, Stage.AWARE, Stage.COMMITTED, Stage.PILOTING, Stage.LIVE, Stage.EMBEDDED)


def record_pass(
    *,
    by: User,
    intervention: Intervention,
    organisation: Organisation,
    stage: str,
    happened_on: dt.date,
    reference: str,
    note: str,
    now: dt.datetime,
) -> AdoptionEvent | None:
    """Verified evidence that a council is at this stage. `reference` names the test: asked twice, it is recorded once.

    None where the council isn't one of the mission's, or stands there or further already on checked evidence of its own: a pass takes
    nobody back, and doesn't move the day on which a stage was reached.
    """
    with transaction.atomic():
        Intervention.objects.select_for_update(no_key=True).get(pk=intervention.pk)
        known = AdoptionEvent.objects.filter(intervention=intervention, source_reference=reference).first()
        if known is not None:
            return known
        history = summarise(intervention, as_at=happened_on).history
        council, position = history.councils.get(organisation.pk), history.position(organisation.pk, happened_on)
        if council is None or not council.counts_on(happened_on) or _is_shown(intervention, organisation, position, stage):
            return None
        event = AdoptionEvent.objects.create(
            intervention=intervention,
            organisation=organisation,
            stage=stage,
            happened_on=happened_on,
            source=Source.CONFORMANCE,
            source_reference=reference,
            note=note,
            recorded_at=now,
            recorded_by=by,
        )
        record("adoption.pass", by=by, subject=event, mission=intervention.mission, stage=stage, organisation=organisation.pk)
        refresh([intervention], on=happened_on)
    return event


def _is_shown(intervention: Intervention, organisation: Organisation, position: Position, stage: str) -> bool:
    """Whether the council stands at the stage or further, on more than its own unchecked word for that very stage."""
    if (
        position.inherited
        or position.since is None
        or position.stage not in STEPS
        or STEPS.index(Stage(position.stage)) < STEPS.index(Stage(stage))
    ):
        return False
    said = AdoptionEvent.objects.waiting().filter(intervention=intervention, organisation=organisation, stage=stage)
    return position.stage != stage or not said.filter(happened_on=position.since).exists()
