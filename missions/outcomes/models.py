"""Indicators, what councils measured, and the rollups that pages read."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from missions.core import formats
from missions.core.facts import Fact, FactQuerySet, correction_has_reason, is_not_itself
from missions.core.history import tracked
from missions.core.periods import Frequency, Period
from missions.interventions.models import Intervention, Iteration
from missions.outcomes.querysets import IndicatorQuerySet, MeasurementQuerySet, RollupQuerySet
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import SLUG, Mission


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"
    NEITHER = "neither", "Neither is better"


class OverPeriods(models.TextChoices):
    """How values of one council add up over periods."""

    SUM = "sum", "Sum"
    LATEST = "latest", "Latest"
    AVERAGE = "average", "Average"
    MAXIMUM = "maximum", "Maximum"
    NONE = "none", "Can’t be added up"


class OverCouncils(models.TextChoices):
    """How values of one period add up over councils."""

    SUM = "sum", "Sum"
    MEAN = "mean", "Mean of councils"
    POPULATION_MEAN = "population-mean", "Mean weighted by population"
    RATIO = "ratio", "Ratio of sums"
    NONE = "none", "Can’t be added up"


@tracked()
class Indicator(models.Model):
    """What is measured for every council, and how its values add up on each axis."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="indicators")
    slug = models.CharField(max_length=80, validators=[SLUG])
    name = models.CharField(max_length=200)
    definition = models.TextField()
    unit = models.CharField(max_length=40)
    decimals = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    frequency = models.CharField(max_length=16, choices=Frequency.choices)
    over_periods = models.CharField(max_length=10, choices=OverPeriods.choices)
    over_councils = models.CharField(max_length=16, choices=OverCouncils.choices)
    least_coverage = models.DecimalField(
        "share of eligible councils needed for a national figure", max_digits=4, decimal_places=3, default=0
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators_owned")
    is_headline = models.BooleanField("headline indicator of its mission", default=False)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    caveat = models.CharField(max_length=400, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("mission", "slug"), name="indicator_slug_once"),
            models.UniqueConstraint(fields=("mission",), condition=Q(is_headline=True), name="indicator_one_headline"),
            models.CheckConstraint(
                condition=Q(least_coverage__gte=0, least_coverage__lte=1), name="indicator_coverage_is_a_share"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("outcomes:indicator", args=[self.mission.slug, self.slug])

    def written(self, value: Decimal | None) -> str:
        """A number as tables show it under a heading that names the unit: “1,234”, “91%”."""
        return f"{formats.thousands(value, self.decimals)}{'%' if self.unit == '%' else ''}"

    @property
    def heading(self) -> str:
        """The heading over numbers: “Figure (homes)”."""
        return "Figure" if self.unit == "%" else f"Figure ({self.unit})"

    @property
    def unit_suffix(self) -> str:
        """What follows a number: “%” closely, a word after a space."""
        return self.unit if self.unit == "%" else f" {self.unit}"


class Level(Fact):
    """A baseline or a target of an indicator, dated; a change is a new row that names the one it replaces."""

    class Kind(models.TextChoices):
        """Where it started and where it should go."""

        BASELINE = "baseline", "Baseline"
        TARGET = "target", "Target"

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="levels")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    for_day = models.DateField("the day that it is for")

    objects = FactQuerySet["Level"].as_manager()

    class Meta:
        ordering = ("for_day",)
        constraints = (correction_has_reason("level_correction_says_why"), is_not_itself("level_not_its_own_correction"))

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class ValueState(models.TextChoices):
    """Zero is a number; the rest are reasons for having none."""

    NUMBER = "number", "A number"
    NOT_COLLECTED = "not-collected", "Not collected"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    REFUSED = "refused", "Refused"
    SUPPRESSED = "suppressed", "Suppressed"


class Measurement(Fact):
    """One council's value for one period. Corrected only by a later row with a reason."""

    class Status(models.TextChoices):
        """How far it has been checked."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        VERIFIED = "verified", "Verified"

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="measurements")
    period_start = models.DateField("first day of the period")
    category = models.CharField(max_length=60, blank=True)
    value_state = models.CharField(max_length=14, choices=ValueState.choices, default=ValueState.NUMBER)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.VERIFIED)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ("period_start", "organisation_id")
        constraints = (
            correction_has_reason("measurement_correction_says_why"),
            is_not_itself("measurement_not_its_own_correction"),
            models.UniqueConstraint(
                fields=("indicator", "organisation", "period_start", "category"),
                condition=Q(supersedes__isnull=True),
                name="measurement_once",
            ),
            models.CheckConstraint(
                condition=Q(value_state="number", value__isnull=False) | (~Q(value_state="number") & Q(value__isnull=True)),
                name="measurement_number_or_reason",
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "indicator", "period_start"), name="measurement_by_council"),
            models.Index(fields=("indicator", "period_start"), name="measurement_by_period"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.period_start}: {self.value}"


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
