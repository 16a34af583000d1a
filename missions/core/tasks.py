"""Jobs of the core: each loads what it needs and makes one call; running one twice changes nothing."""

import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from missions.core import clock, mail

log = structlog.get_logger(__name__)


@shared_task
def deliver_mail() -> int:
    """Deliver the messages that are due."""
    return mail.deliver_waiting(now=clock.now())


@shared_task
def forget_old_mail() -> int:
    """Empty old messages, as the retention page promises."""
    return mail.forget_old_bodies(now=clock.now())


def deliver_soon() -> None:
    """Wake a worker; when the broker is away, the scheduler's sweep delivers a little later."""
    try:
        deliver_mail.delay()
    except (OperationalError, OSError):
        log.warning("mail.nudge_failed")
