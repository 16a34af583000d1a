"""Which councils are compared with which: those that adopted something, took part in an iteration, or had money."""

from django.db import models
from django.db.models import F, Q

from missions.register.models import Organisation
from missions.stewardship.models import Mission


class GroupKind(models.TextChoices):
    """What puts a council in a group; all others of the mission are compared with it."""

    ADOPTED = "adopted", "Adopters"
    ITERATION = "iteration", "Took part"
    FUNDED = "funded", "Funded"


OTHERS = "not-"


class GroupSpan(models.Model):
    """A council stands in a group from a day to a day (None: always). Derived from adoption's facts; can be derived again at any time."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=GroupKind.choices)
    value = models.CharField("primary key of the intervention or iteration", max_length=20, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("mission", "kind", "value", "organisation", "starts_on"), name="group_span_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lt=F("ends_on")),
                name="group_span_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.kind} {self.value}"
