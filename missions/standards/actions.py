"""Changes to standards: versions are written as drafts, published from a day on, and withdrawn; what was published never changes."""

import datetime as dt

from django.db import transaction

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention, InterventionKind
from missions.people.models import User
from missions.standards.access import why_not_publish, why_not_write
from missions.standards.lifecycle import VERSION
from missions.standards.models import Standard, StandardVersion
from missions.standards.schemas import BadSchema, read_schema
from missions.stewardship.access import Standing

TWICE = "The standard has a version with this number already."


def set_pass_stage(*, by: User, standing: Standing, intervention: Intervention, pass_stage: str) -> Standard:
    """Say what a passed test shows of a council. Passes from now on count so; earlier ones stay as they were."""
    require(why_not_write(standing))
    with transaction.atomic():
        standard = _standard_of(intervention)
        before, standard.pass_stage = standard.pass_stage, pass_stage
        standard.save(update_fields=["pass_stage"])
        record("standard.pass-stage", by=by, subject=standard, mission=standing.mission, before=before, after=pass_stage)
    return standard


def write_version(
    *,
    by: User,
    standing: Standing,
    intervention: Intervention,
    number: str,
    kind: str,
    schema: str,
    change_log: str,
    now: dt.datetime,
) -> StandardVersion:
    """A draft of the next version. Only the people on the mission see it until it is published."""
    require(why_not_write(standing))
    _check_schema(schema, kind)
    with transaction.atomic():
        standard = _standard_of(intervention)
        if standard.versions.filter(number=number).exists():
            raise NotNow(TWICE)
        version = StandardVersion.objects.create(
            standard=standard,
            number=number,
            kind=kind,
            schema_text=schema,
            change_log=change_log.strip(),
            made_by=by,
            made_at=now,
        )
        record("standard.write-version", by=by, subject=version, mission=standing.mission, number=number)
    return version


def change_version(
    *, by: User, standing: Standing, version: StandardVersion, number: str, kind: str, schema: str, change_log: str
) -> None:
    """Change a draft."""
    require(why_not_write(standing))
    _check_schema(schema, kind)
    with transaction.atomic():
        locked = StandardVersion.objects.select_for_update(of=("self",)).select_related("standard").get(pk=version.pk)
        if locked.status != "draft":
            raise NotNow("This version is published, so it stays as it is. Add the next one.")
        if locked.standard.versions.exclude(pk=locked.pk).filter(number=number).exists():
            raise NotNow(TWICE)
        locked.number, locked.kind, locked.schema_text, locked.change_log = number, kind, schema, change_log.strip()
        locked.save(update_fields=["number", "kind", "schema_text", "change_log"])
        record("standard.change-version", by=by, subject=locked, mission=standing.mission, number=number)


def publish_version(*, by: User, standing: Standing, version: StandardVersion, starts_on: dt.date, now: dt.datetime) -> None:
    """It holds from a day on, today or later; the version before it ends on that day."""
    require(why_not_publish(standing))
    if starts_on < standing.on:
        raise NotNow("A version can’t have held in the past: nobody knew of it. Choose today or a later day.")
    with transaction.atomic():
        Standard.objects.select_for_update().get(pk=version.standard_id)
        locked = StandardVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        VERSION.check(locked.status, "published")
        _check_schema(locked.schema_text, locked.kind)
        published = StandardVersion.objects.filter(standard=locked.standard_id, status="published")
        later = published.filter(starts_on__gte=starts_on).order_by("starts_on").first()
        if later is not None:
            raise NotNow(
                f"Version {later.number} begins on that day or later. Choose a later day, or withdraw that version first."
            )
        published.filter(ends_on__isnull=True).update(ends_on=starts_on)
        locked.status, locked.starts_on, locked.published_by, locked.published_at = "published", starts_on, by, now
        locked.save(update_fields=["status", "starts_on", "published_by", "published_at"])
        record("standard.publish-version", by=by, subject=locked, mission=standing.mission, starts_on=starts_on.isoformat())


def withdraw_version(*, by: User, standing: Standing, version: StandardVersion, reason: str) -> None:
    """It holds no more from today on, and nothing is tested against it; everybody reads why."""
    require(why_not_publish(standing))
    if not reason.strip():
        raise NotNow("Say why, so that councils and suppliers who build on it can read it.")
    with transaction.atomic():
        locked = StandardVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        VERSION.check(locked.status, "withdrawn")
        locked.status, locked.withdrawn_by, locked.withdrawn_on = "withdrawn", by, standing.on
        locked.withdrawn_reason = reason.strip()
        locked.save(update_fields=["status", "withdrawn_by", "withdrawn_on", "withdrawn_reason"])
        record("standard.withdraw-version", by=by, subject=locked, mission=standing.mission)


def _standard_of(intervention: Intervention) -> Standard:
    """Locked, and made with its first version."""
    if intervention.kind != InterventionKind.DATA_STANDARD:
        raise NotNow("Only an intervention of the kind “Data standard” has versions.")
    Standard.objects.get_or_create(intervention=intervention)
    return Standard.objects.select_for_update().get(intervention=intervention)


def _check_schema(text: str, kind: str) -> None:
    try:
        read_schema(text, kind)
    except BadSchema as error:
        raise NotNow(str(error)) from error
