"""Reads over claims and day rates."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from funding.claim_lifecycle import CLAIM, CLOSED
from missions.core.money import MoneyField
from missions.core.spans import SpanQuerySet

if TYPE_CHECKING:
    from funding.models.claims import Claim, DayRate


class DayRateQuerySet(SpanQuerySet["DayRate"]):
    """What the mission pays for a day, by role."""

    def for_fund(self, fund_id: int) -> Self:
        """A rate agreed for this fund comes before the one for all funds of its mission; the first of a role is the one that counts."""
        own_first = Case(When(fund__isnull=True, then=Value(1)), default=Value(0))
        return self.filter(Q(fund=fund_id) | Q(fund__isnull=True)).order_by("role__name", "role", own_first)


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims by what is in them and who waits for whom."""

    def with_totals(self) -> Self:
        """Adds `total` and `days`, the sums of its lines."""
        nothing = Value(0, output_field=MoneyField())
        no_days = Value(0, output_field=models.DecimalField(max_digits=9, decimal_places=2))
        return self.annotate(total=Coalesce(Sum("lines__amount"), nothing), days=Coalesce(Sum("lines__days"), no_days))

    def waiting(self) -> Self:
        """Somebody has to do something."""
        return self.exclude(status__in=CLOSED)

    def since_before(self, day: dt.date) -> Self:
        """In their present state since before a day."""
        return self.filter(status_since__date__lt=day)

    def waiting_first(self) -> Self:
        """Those that wait for somebody, the longest-waiting first; then those that are closed, the newest first."""
        is_closed = Case(When(status__in=CLOSED, then=Value(1)), default=Value(0))
        closed_at = Case(When(status__in=CLOSED, then="status_since"))
        return self.order_by(is_closed, closed_at.desc(), "status_since", "pk")

    def in_turn(self, *statuses: str) -> Self:
        """In one of these states, the longest-waiting first."""
        return self.filter(status__in=statuses or list(CLAIM.states)).order_by("status_since", "pk")
