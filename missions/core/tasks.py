"""Jobs of the core: each loads what it needs and makes one call; running one twice changes nothing."""

import structlog
from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from missions.core import changes, clock, jobs, mail

log = structlog.get_logger(__name__)


@shared_task
def deliver_mail() -> int:
    """Deliver a batch of the messages that are due, and ask for the next batch until none is left."""
    sent = mail.deliver_waiting(now=clock.now())
    if sent == mail.MOST_AT_ONCE:
        deliver_soon()
    return sent


@shared_task
def note_returned_mail() -> int:
    """Ask GOV.UK Notify what came back, where e-mails leave through it; returns how many are newly noted."""
    if settings.DELIVERY_EMAIL_BACKEND != "missions.core.notify.NotifyBackend":
        return 0
    from missions.core.notify import references_returned

    return mail.mark_all_returned(message_ids=references_returned(), now=clock.now())


@shared_task
def forget_old_mail() -> int:
    """Empty old messages, as the retention page promises."""
    return mail.forget_old_bodies(now=clock.now())


@shared_task
def forget_old_changes() -> int:
    """Forget which tables were written to long before anything that is still kept was made."""
    return changes.forget_old(now=clock.now())


@shared_task
def run_job(pk: int) -> bool:
    """Do one job that somebody asked for."""
    return jobs.run(pk, now=clock.now())


@shared_task
def run_waiting_jobs() -> int:
    """Do what no worker was woken for, and take over what a dead worker left."""
    return jobs.run_waiting(now=clock.now())


def run_job_soon(pk: int) -> None:
    """Wake a worker for a job; when the broker is away, the scheduler's sweep does it a little later."""
    try:
        run_job.delay(pk)
    except (OperationalError, OSError):
        log.warning("job.nudge_failed", job=pk)


def deliver_soon() -> None:
    """Wake a worker; when the broker is away, the scheduler's sweep delivers a little later."""
    try:
        deliver_mail.delay()
    except (OperationalError, OSError):
        log.warning("mail.nudge_failed")
