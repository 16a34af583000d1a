"""The sums that pages read, kept by a job."""

from django.db import models
from django.utils import timezone

from missions.core.periods import Frequency, Period
from missions.outcomes.models.indicators import Indicator, OverCouncils
from missions.outcomes.querysets import RollupQuerySet


class Rollup(models.Model):
    """What the councils of one group come to in one period; kept by a job, rebuildable from measurements at any time."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="rollups")
    period_start = models.DateField()
    group_kind = models.CharField(max_length=20)
    group_value = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    reported = models.PositiveIntegerField("councils that gave a number")
    not_applicable = models.PositiveIntegerField(default=0)
    eligible = models.PositiveIntegerField("councils that exist in the group")
    population = models.PositiveBigIntegerField("people in the councils that gave a number", default=0)
    built_at = models.DateTimeField(default=timezone.now)

    objects = RollupQuerySet.as_manager()

    class Meta:
        ordering = ("period_start",)
        constraints = (
            models.UniqueConstraint(fields=("indicator", "group_kind", "group_value", "period_start"), name="rollup_once"),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.group_kind} {self.group_value} {self.period_start}"

    @property
    def period(self) -> Period:
        """The period that it is about; load it with its indicator."""
        return Period(self.period_start, Frequency(self.indicator.frequency))

    @property
    def why_no_value(self) -> str:
        """The reason for an empty value, in words; load it with its indicator."""
        if self.value is not None:
            return ""
        if not self.reported:
            return "No council reported a number"
        if self.indicator.over_councils == OverCouncils.NONE:
            return "Can’t be added up over councils"
        if self.reported < self.indicator.least_coverage * self.eligible:
            return "Too few councils are known"
        return "Not applicable"
