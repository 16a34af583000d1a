"""Facts that can be corrected: never changed, only superseded by a later row that names the one it corrects."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

M = TypeVar("M", bound=models.Model, covariant=True)


class FactQuerySet(models.QuerySet[M]):
    """Reads as the facts were known at a moment."""

    def known_at(self, moment: dt.datetime | None = None) -> Self:
        """Facts recorded by `moment` and not corrected by then; None means everything recorded so far."""
        successors = self.model._default_manager.filter(supersedes=OuterRef("pk"))
        if moment is None:
            return self.filter(~Exists(successors))
        return self.filter(~Exists(successors.filter(recorded_at__lte=moment)), recorded_at__lte=moment)


class Fact(models.Model):
    """A fact with the moment it was recorded and, for a correction, the fact it replaces and why."""

    recorded_at = models.DateTimeField("recorded at")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="corrects"
    )
    correction_reason = models.CharField("reason for the correction", max_length=300, blank=True)

    class Meta:
        abstract = True


def correction_has_reason(name: str) -> models.CheckConstraint:
    """A correction says why."""
    return models.CheckConstraint(condition=Q(supersedes__isnull=True) | ~Q(correction_reason=""), name=name)


def is_not_itself(name: str) -> models.CheckConstraint:
    """A fact can't correct itself."""
    return models.CheckConstraint(condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")), name=name)
