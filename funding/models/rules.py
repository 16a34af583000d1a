"""Amounts, thresholds and times that law and policy set: dated rows with their source, chosen by the day that they are asked for."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from missions.core.formats import pounds
from missions.core.history import tracked
from missions.core.spans import Span, SpanQuerySet, span_in_order


class RuleName(models.TextChoices):
    """What a row says, with its unit."""

    ASSISTANCE_LIMIT = "assistance-limit", "Most minimal financial assistance to one enterprise, in pounds"
    PUBLICATION_THRESHOLD = "publication-threshold", "Subsidies of more than this many pounds are published"
    PUBLICATION_MONTHS = "publication-months", "Months after the decision by which a subsidy is published"
    CLAIM_WORKING_DAYS = "claim-working-days", "Working days in which each step of a claim is done"


def days() -> Func:
    """A row’s span as PostgreSQL’s own range, for constraints."""
    return Func(F("starts_on"), F("ends_on"), function="daterange")


@tracked()
class FundingRule(Span):
    """The value of one rule from a day to a day."""

    name = models.CharField(max_length=24, choices=RuleName.choices)
    value = models.DecimalField(max_digits=13, decimal_places=2)
    source = models.CharField("where it is written", max_length=200)
    source_url = models.URLField(max_length=500, blank=True)

    objects = SpanQuerySet["FundingRule"].as_manager()

    class Meta:
        ordering = ("name", "-starts_on")
        constraints = (
            span_in_order("funding_rule_span"),
            models.CheckConstraint(condition=Q(value__gte=0), name="funding_rule_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="funding_rule_has_source"),
            models.CheckConstraint(condition=Q(starts_on__isnull=False), name="funding_rule_has_first_day"),
            ExclusionConstraint(
                name="funding_rule_one_at_a_time",
                expressions=[("name", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
        )

    @property
    def in_words(self) -> str:
        """The value with its unit."""
        if self.name in (RuleName.ASSISTANCE_LIMIT, RuleName.PUBLICATION_THRESHOLD):
            return pounds(self.value)
        return f"{self.value:.0f} {'months' if self.name == RuleName.PUBLICATION_MONTHS else 'working days'}"

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {self.value} from {self.starts_on}"
