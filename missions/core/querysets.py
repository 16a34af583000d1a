"""Reads over the outbox and over long work."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from missions.core.models import Job, OutboxMessage

CLAIM_EXPIRES_AFTER = dt.timedelta(minutes=2)
# With waits of at most an hour: a mail server may be away for two days.
MOST_ATTEMPTS = 56
JOB_STUCK_AFTER = dt.timedelta(minutes=2)


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages by what still has to happen to them."""

    def waiting(self, now: dt.datetime) -> Self:
        """Unsent, due, not refused for good, and not claimed by a worker that is still likely to be alive."""
        unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_EXPIRES_AFTER)
        return self.filter(unclaimed, sent_at=None, returned_at=None, not_before__lte=now, attempts__lt=MOST_ATTEMPTS)


class JobQuerySet(models.QuerySet["Job"]):
    """Long work by what has to happen to it."""

    def to_run(self, now: dt.datetime) -> Self:
        """Waiting, or claimed so long ago that its worker is likely gone (a living one holds the row locked)."""
        return self.filter(Q(status="waiting") | Q(status="running", started_at__lt=now - JOB_STUCK_AFTER))

    def mine(self, job: "Job") -> Self:
        """This job as long as the claim that `job` holds is the newest."""
        return self.filter(pk=job.pk, status="running", started_at=job.started_at)
