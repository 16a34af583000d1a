"""Jobs of outcomes."""

from celery import shared_task

from missions.outcomes.groups import derive, keep_groups
from missions.outcomes.models import Indicator
from missions.outcomes.rollups import rebuild
from missions.stewardship.models import Mission


@shared_task
def rebuild_rollups() -> int:
    """Build every rollup afresh, groups of councils included, so that none can drift from the facts."""
    for mission in Mission.objects.all():
        derive(mission)
    return rebuild(Indicator.objects.all())


@shared_task
def keep_groups_of(mission_id: int) -> int:
    """Bring the groups of one mission up to date after its adoption events or funded places changed."""
    return keep_groups(Mission.objects.get(pk=mission_id))
