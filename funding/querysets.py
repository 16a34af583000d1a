"""Reads over awards."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from funding.models import Award

GIVEN = ("recorded", "approved", "offered", "accepted", "active", "completed")


class AwardQuerySet(models.QuerySet["Award"]):
    """Awards by what counts as money given."""

    def given(self) -> Self:
        """Recorded or approved, and not taken back."""
        return self.filter(status__in=GIVEN)
