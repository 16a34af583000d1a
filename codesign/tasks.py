"""Jobs of rounds."""

from celery import shared_task

from codesign.actions import running
from missions.core import clock


@shared_task
def close_rounds() -> int:
    """Close rounds whose time is up."""
    return running.close_due(now=clock.now())
