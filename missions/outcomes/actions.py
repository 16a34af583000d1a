"""Changes to indicators."""

from django.db import transaction

from missions.core.access import require
from missions.core.audit import record
from missions.outcomes.models import Indicator
from missions.people.models import User
from missions.stewardship.access import CURATORS, Standing


def take_ownership(*, by: User, standing: Standing, indicator: Indicator) -> None:
    """Become the owner of an indicator."""
    require(standing.why_not(CURATORS, "own an indicator"))
    with transaction.atomic():
        locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
        before, locked.owner = locked.owner_id, by
        locked.save(update_fields=["owner"])
        record("indicator.own", by=by, subject=locked, mission=standing.mission, before=before)
