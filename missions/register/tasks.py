"""Jobs of the register: each loads what it needs and makes one call; running one twice changes nothing."""

import structlog
from celery import shared_task

from missions.core import clock
from missions.core.refusals import NotNow
from missions.register.models import Reorganisation
from missions.register.reorganising import apply_reorganisation

log = structlog.get_logger(__name__)


@shared_task
def apply_reorganisations() -> int:
    """Let every reorganisation take effect whose vesting day has come; returns how many did. One that fails stops no other."""
    today, done = clock.today(), 0
    for item in Reorganisation.objects.due(today):
        try:
            apply_reorganisation(reorganisation=item, on=today)
            done += 1
        except NotNow:
            log.info("reorganisation.already_applied", reorganisation=item.pk)
        except Exception:  # the others must still take effect; the next run tries this one again
            log.exception("reorganisation.failed", reorganisation=item.pk)
    return done
