"""What councils measured."""

import pgtrigger
from django.db import models
from django.db.models import Q

from missions.core.facts import Fact, correction_has_reason, is_not_itself
from missions.core.references import held_by_statement
from missions.outcomes.models.indicators import Indicator
from missions.outcomes.querysets import MeasurementQuerySet
from missions.people.models import User
from missions.register.models import Organisation

NAMES = {
    "indicator_id": "outcomes_indicator",
    "organisation_id": "register_organisation",
    "recorded_by_id": "people_user",
    "verified_by_id": "people_user",
}


class ValueState(models.TextChoices):
    """Zero is a number; the rest are reasons for having none."""

    NUMBER = "number", "A number"
    NOT_COLLECTED = "not-collected", "Not collected"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    REFUSED = "refused", "Refused"
    SUPPRESSED = "suppressed", "Suppressed"


@pgtrigger.register(*held_by_statement("measurement_names_what_is_there", NAMES))
class Measurement(Fact):
    """One council's value for one period. Corrected only by a later row with a reason."""

    class Status(models.TextChoices):
        """How far it has been checked."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned with a question"
        VERIFIED = "verified", "Verified"

    # Each index and each key that is checked row by row costs every one of millions of rows: the indexes below serve these keys, people
    # are never looked up by, and triggers hold what the keys name.
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="measurements", db_index=False, db_constraint=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="measurements", db_index=False, db_constraint=False
    )
    period_start = models.DateField("first day of the period")
    category = models.CharField(max_length=60, blank=True)
    value_state = models.CharField(max_length=14, choices=ValueState.choices, default=ValueState.NUMBER)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.VERIFIED)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    question = models.CharField("what the team asks about it", max_length=300, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ("period_start", "organisation_id")
        constraints = (
            correction_has_reason("measurement_correction_says_why"),
            is_not_itself("measurement_not_its_own_correction"),
            # One that replaces nothing stands once; in this order it also finds the figures of a period.
            models.UniqueConstraint(
                fields=("indicator", "period_start", "organisation", "category", "supersedes"),
                nulls_distinct=False,
                name="measurement_once",
            ),
            models.CheckConstraint(
                condition=Q(value_state="number", value__isnull=False) | (~Q(value_state="number") & Q(value__isnull=True)),
                name="measurement_number_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=models.F("recorded_by")) | ~Q(supersedes=None),
                name="measurement_verified_by_another",
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "indicator", "period_start"), name="measurement_by_council"),
            models.Index(
                fields=("indicator", "recorded_at"), condition=Q(supersedes__isnull=False), name="measurement_revisions"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.period_start}: {self.value}"
