"""Reads over decisions."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from missions.decisions.models import Decision


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions by whether they wait."""

    def waiting(self) -> Self:
        """Asked and not yet taken."""
        return self.filter(status__in=("asked", "more-asked"))

    def overdue(self, on: dt.date) -> Self:
        """Waiting past their date."""
        return self.waiting().filter(due_on__lt=on)
