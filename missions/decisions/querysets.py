"""Reads over decisions."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, F, When

if TYPE_CHECKING:
    from missions.decisions.models import Decision

WAITING = ("asked", "more-asked")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions by whether they wait."""

    def waiting(self) -> Self:
        """Asked and not yet taken."""
        return self.filter(status__in=WAITING)

    def overdue(self, on: dt.date) -> Self:
        """Waiting past their date."""
        return self.waiting().filter(due_on__lt=on)

    def waiting_first(self) -> Self:
        """Those that wait by their date, then the others, the latest first."""
        settled = Case(When(status__in=WAITING, then=0), default=1)
        return self.annotate(is_settled=settled).order_by(
            "is_settled", Case(When(status__in=WAITING, then="due_on")), F("decided_at").desc(nulls_last=True), "-pk"
        )
