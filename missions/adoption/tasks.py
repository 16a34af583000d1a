"""Jobs of adoption."""

from celery import shared_task

from missions.adoption.rollups import refresh_all
from missions.core import clock
from missions.stewardship.models import Mission


@shared_task
def count_adopters() -> int:
    """Count every intervention's adopters as at today."""
    return refresh_all(Mission.objects.all(), on=clock.today())
