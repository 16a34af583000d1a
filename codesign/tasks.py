"""Jobs of rounds."""

from celery import shared_task

from codesign.actions import reckoning, running
from missions.core import clock


@shared_task
def close_rounds() -> int:
    """Close rounds whose time is up; keep results of those that have none yet."""
    closed = running.close_due(now=clock.now())
    reckoning.keep_missing(now=clock.now())
    return closed
