"""How figures are asked for: a collection of one period from some councils, and the lock that ends it."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from missions.core.periods import Frequency, Period
from missions.outcomes.models.indicators import Indicator
from missions.outcomes.querysets import AskQuerySet
from missions.people.models import User
from missions.register.models import Organisation


class Collection(models.Model):
    """One period of an indicator that councils are asked for, by a day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="collections")
    period_start = models.DateField("first day of the period")
    due_on = models.DateField("last day to answer")
    message = models.CharField("what councils should know", max_length=500, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-due_on", "pk")
        constraints = (models.UniqueConstraint(fields=("indicator", "period_start"), name="collection_once"),)

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period.label}"

    def get_absolute_url(self) -> str:
        """Where the team follows it."""
        return reverse(
            "outcomes:collection", args=[self.indicator.mission.slug, self.indicator.slug, self.period_start.isoformat()]
        )

    @property
    def period(self) -> Period:
        """The period that is asked for; load it with its indicator."""
        return Period(self.period_start, Frequency(self.indicator.frequency))


class Ask(models.Model):
    """One council that a collection asks. Whether it has answered is read from its measurement."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="asks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="asked_for_figures")

    # Annotated by `with_answers`.
    answer_id: int | None
    answer_status: str | None

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name",)
        constraints = (models.UniqueConstraint(fields=("collection", "organisation"), name="ask_once"),)

    def __str__(self) -> str:
        return f"{self.collection_id} asks {self.organisation_id}"

    def get_absolute_url(self) -> str:
        """Where the council answers."""
        found = self.collection
        return reverse(
            "outcomes:answer",
            args=[found.indicator.mission.slug, found.indicator.slug, found.period_start.isoformat(), self.organisation.code],
        )


class PeriodLock(models.Model):
    """A period whose figures stand: a later change is a revision with a reason."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="locks")
    period_start = models.DateField()
    locked_at = models.DateTimeField(default=timezone.now)
    locked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-period_start",)
        constraints = (models.UniqueConstraint(fields=("indicator", "period_start"), name="period_locked_once"),)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_start} locked"
