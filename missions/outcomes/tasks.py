"""Jobs of outcomes."""

from celery import shared_task

from missions.outcomes.models import Indicator
from missions.outcomes.rollups import rebuild


@shared_task
def rebuild_rollups() -> int:
    """Build every rollup afresh, so that none can drift from the facts."""
    return rebuild(Indicator.objects.all())
