"""Changes to interventions and iterations."""

from django.db import transaction

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.interventions.lifecycle import INTERVENTION
from missions.interventions.models import Intervention, Iteration
from missions.people.models import User
from missions.stewardship.access import CURATORS, Standing


def move_intervention(*, by: User, standing: Standing, intervention: Intervention, status: str, reason: str) -> None:
    """Change an intervention's status by its lifecycle; pausing and stopping need a reason."""
    require(standing.why_not(CURATORS, "change an intervention"))
    with transaction.atomic():
        locked = Intervention.objects.select_for_update().get(pk=intervention.pk)
        INTERVENTION.check(locked.status, status)
        if status in {"paused", "stopped"} and not reason.strip():
            raise NotNow("Say why, so that councils and suppliers who rely on it can read it.")
        before, locked.status, locked.status_reason = locked.status, status, reason.strip()
        locked.save(update_fields=["status", "status_reason"])
        record("intervention.move", by=by, subject=locked, mission=standing.mission, before=before, after=status)


def take_ownership(*, by: User, standing: Standing, intervention: Intervention) -> None:
    """Become the owner of an intervention."""
    require(standing.why_not(CURATORS, "own an intervention"))
    with transaction.atomic():
        locked = Intervention.objects.select_for_update().get(pk=intervention.pk)
        before, locked.owner = locked.owner_id, by
        locked.save(update_fields=["owner"])
        record("intervention.own", by=by, subject=locked, mission=standing.mission, before=before)


def take_iteration(*, by: User, standing: Standing, iteration: Iteration) -> None:
    """Become the owner of an iteration."""
    require(standing.why_not(CURATORS, "own an iteration"))
    with transaction.atomic():
        locked = Iteration.objects.select_for_update().get(pk=iteration.pk)
        before, locked.owner = locked.owner_id, by
        locked.save(update_fields=["owner"])
        record("iteration.own", by=by, subject=locked, mission=standing.mission, before=before)
