"""A pass of a standard's conformance test, recorded as the evidence of a milestone.

Until the product runs these tests itself, a person enters the pass with its report and another person in the team verifies it.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from funding.models.awards import Milestone
from missions.core.history import tracked
from missions.people.models import User


@tracked()
class ConformancePass(models.Model):
    """The supplier's product passed the conformance test of a standard on a day; the report says so."""

    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="conformance_pass")
    product = models.CharField("product and version that passed", max_length=200)
    standard = models.CharField("standard and version that it passed", max_length=200)
    passed_on = models.DateField("day of the pass")
    report_url = models.URLField("where the report of the test is", max_length=500)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conformance_passes_entered")
    entered_at = models.DateTimeField(default=timezone.now)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="conformance_passes_verified"
    )
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(verified_by=F("entered_by")), name="conformance_verified_by_another"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="conformance_verified_in_full",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product} passed {self.standard}"
