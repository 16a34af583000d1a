"""Changes to indicators: who owns one, and where it starts and should go."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.outcomes.models import Indicator, Level
from missions.people.models import User
from missions.stewardship.access import CURATORS, LEAD, Standing

SHORTEST_REASON = 5


def take_ownership(*, by: User, standing: Standing, indicator: Indicator) -> None:
    """Become the owner of an indicator."""
    require(standing.why_not(CURATORS, "own an indicator"))
    with transaction.atomic():
        locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
        before, locked.owner = locked.owner_id, by
        locked.save(update_fields=["owner"])
        record("indicator.own", by=by, subject=locked, mission=standing.mission, before=before)


def set_level(
    *,
    by: User,
    standing: Standing,
    indicator: Indicator,
    kind: str,
    value: Decimal,
    for_day: dt.date,
    reason: str,
    now: dt.datetime,
) -> Level:
    """Set a baseline or target. What stood before is kept and named by the new one, which says why."""
    require(standing.why_not(LEAD, "set a baseline or a target"))
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        before = Level.objects.known_at().filter(indicator=indicator, kind=kind).order_by("for_day", "pk").last()
        if before is not None and len(reason.strip()) < SHORTEST_REASON:
            raise NotNow("Say why it changes: people have been working to the earlier one.")
        level = Level.objects.create(
            indicator=indicator,
            kind=kind,
            value=value,
            for_day=for_day,
            recorded_at=now,
            supersedes=before,
            correction_reason=reason.strip() if before is not None else "",
        )
        record("indicator.level", by=by, subject=level, mission=standing.mission, before=before.pk if before else None)
    return level
