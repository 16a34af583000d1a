"""Reads over the outbox."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from missions.core.models import OutboxMessage

CLAIM_EXPIRES_AFTER = dt.timedelta(minutes=2)
MOST_ATTEMPTS = 8


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Messages by what still has to happen to them."""

    def waiting(self, now: dt.datetime) -> Self:
        """Unsent, due, and not claimed by a worker that is still likely to be alive."""
        unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_EXPIRES_AFTER)
        return self.filter(unclaimed, sent_at__isnull=True, not_before__lte=now, attempts__lt=MOST_ATTEMPTS)
