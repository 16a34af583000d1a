"""Reads over reports."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from missions.reports.models import Report


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports by how far they have come."""

    def issued(self) -> Self:
        """Frozen: submitted, returned or signed off."""
        return self.exclude(status="draft")

    def published(self) -> Self:
        """Signed off by the director, so that anyone may read them."""
        return self.filter(status="signed-off")
