"""Single outcome figures as somebody published them."""

from django.db import models

from missions.interventions.models import Intervention, Iteration
from missions.stewardship.models import Mission


class PublishedOutcome(models.Model):
    """A single outcome figure as somebody published it, with the kind of evidence behind it. Never added up."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="published_outcomes")
    reference = models.CharField(max_length=30)
    name = models.CharField(max_length=300)
    value = models.CharField(max_length=60)
    unit = models.CharField(max_length=60, blank=True)
    baseline = models.CharField(max_length=60, blank=True)
    baseline_unit = models.CharField(max_length=60, blank=True)
    evidence_type = models.CharField("kind of evidence", max_length=80)
    where = models.CharField(max_length=300, blank=True)
    intervention = models.ForeignKey(
        Intervention, on_delete=models.SET_NULL, null=True, blank=True, related_name="published_outcomes"
    )
    iteration = models.ForeignKey(Iteration, on_delete=models.SET_NULL, null=True, blank=True, related_name="published_outcomes")
    on_day = models.DateField(null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ("reference",)
        constraints = (models.UniqueConstraint(fields=("mission", "reference"), name="published_outcome_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def figure(self) -> str:
        """The published value with its unit."""
        return with_unit(self.value, self.unit)

    @property
    def before(self) -> str:
        """The value that it started from, with its unit."""
        return with_unit(self.baseline, self.baseline_unit)


def with_unit(value: str, unit: str) -> str:
    """“82%”, “£13.35”, “11 days”; nothing for no value."""
    if not value:
        return ""
    if unit == "GBP":
        whole, point, pence = value.partition(".")
        return f"£{whole}{point}{pence.ljust(2, '0') if pence else ''}"
    return f"{value}%" if unit == "percent" else f"{value} {unit}".strip()
