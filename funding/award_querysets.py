"""Reads over milestones, payments and the ledger."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q, Sum

if TYPE_CHECKING:
    from funding.models import LedgerEntry, Milestone, Payment


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Milestones by what is still to be done about them."""

    def open(self) -> Self:
        """Not yet met, of awards that run."""
        return self.filter(award__status="active").exclude(status="met")

    def overdue(self, *, on: dt.date) -> Self:
        """Open ones whose day has passed and about which the recipient has said nothing."""
        return self.open().filter(status="planned", due_on__lt=on)


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Payments by how far they have come."""

    def standing(self) -> Self:
        """Asked for, released or paid: everything that isn't refused."""
        return self.exclude(status="refused")

    def with_entries(self) -> Self:
        """Adds `drawn`: what the ledger holds for each."""
        return self.annotate(drawn=Sum("entries__amount"))

    def total(self) -> Decimal:
        """What they come to."""
        found: Decimal | None = self.aggregate(total=Sum("amount"))["total"]
        return found or Decimal(0)


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    """Sums of the ledger."""

    def sums(self, by: str) -> dict[Any, tuple[Decimal, Decimal]]:
        """(committed, paid) by award or by fund year, added up from the entries themselves."""
        promised = Sum("amount", filter=Q(kind__in=("commit", "vary", "close")), default=Decimal(0))
        spent = Sum("amount", filter=Q(kind__in=("pay", "recover")), default=Decimal(0))
        rows = self.order_by().values(by).annotate(promised=promised, spent=spent)
        return {row[by]: (row["promised"], row["spent"]) for row in rows}
