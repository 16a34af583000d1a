"""Half-open spans of days, [starts_on, ends_on). A published, inclusive 31 March is stored as 1 April."""

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

M = TypeVar("M", bound=models.Model, covariant=True)


def true_on(day: dt.date, prefix: str = "") -> Q:
    """Rows whose span holds `day`; an empty end means no end, an empty start means before records began."""
    start, end = f"{prefix}starts_on", f"{prefix}ends_on"
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": day})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": day})
    )


class SpanQuerySet(models.QuerySet[M]):
    """Reads that name a day."""

    def as_at(self, day: dt.date) -> Self:
        """What was true on that day."""
        return self.filter(true_on(day))


class Span(models.Model):
    """Something that is true from a day (included) to a day (not included)."""

    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("day after the last", null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        """Whether `day` lies in the span."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)

    @property
    def last_day(self) -> dt.date | None:
        """The last day in the span, as people write it."""
        return self.ends_on - dt.timedelta(days=1) if self.ends_on else None


def span_in_order(name: str) -> models.CheckConstraint:
    """A span ends after it starts."""
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
        name=name,
        violation_error_message="The end must be after the start.",
    )
