"""Jobs of standards."""

from celery import shared_task

from missions.core import clock
from missions.standards.testing import forget_untested


@shared_task
def forget_sent_files() -> int:
    """Files whose test came to no end."""
    return forget_untested(now=clock.now())
