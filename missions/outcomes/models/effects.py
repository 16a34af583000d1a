"""Estimates of effects: computed by a job, kept as they came out, never computed again in silence."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone

from missions.adoption.stages import Stage
from missions.interventions.models import Intervention
from missions.outcomes.models.indicators import Indicator
from missions.outcomes.querysets import EstimateQuerySet
from missions.people.models import User


@pgtrigger.register(pgtrigger.Protect(name="estimate_never_changes", operation=pgtrigger.Update))
class Estimate(models.Model):
    """What was found about one indicator and one intervention at a moment; a later one stands beside it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="estimates")
    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="estimates")
    stage = models.CharField("adopted means at least", max_length=12, choices=Stage.choices)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField("method and its version", max_length=200)
    inputs_sha256 = models.CharField("hash of the figures and adoption that it rests on", max_length=64)
    result = models.JSONField(default=dict)

    objects = EstimateQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("indicator", "intervention", "stage", "-made_at"), name="estimate_latest"),)

    def __str__(self) -> str:
        return f"{self.indicator_id} by {self.intervention_id} at {self.made_at:%Y-%m-%d}"

    @property
    def refused(self) -> str:
        """Why no effect is shown; empty where one is."""
        return self.result.get("refused") or ""

    @property
    def warnings(self) -> list[Any]:
        """What to say beside it."""
        return list(self.result.get("warnings", ()))
