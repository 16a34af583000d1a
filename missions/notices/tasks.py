"""The job that reminds."""

from celery import shared_task

from missions.core import clock
from missions.notices.planning import plan


@shared_task
def remind() -> int:
    """Plan as at this moment. Returns how many reminders are new."""
    return plan(now=clock.now()).sent
