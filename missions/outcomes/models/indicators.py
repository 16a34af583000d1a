"""Indicators: what is measured, how values add up on each axis, and the dated baselines and targets."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from missions.core import formats
from missions.core.facts import Fact, FactQuerySet, correction_has_reason, is_not_itself
from missions.core.history import tracked
from missions.core.periods import Frequency
from missions.outcomes.querysets import IndicatorQuerySet
from missions.people.models import User
from missions.stewardship.models import SLUG, Mission

SCALES = ("level", "score")


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
    lowest = models.DecimalField("values below are impossible", max_digits=18, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField("values above are impossible", max_digits=18, decimal_places=4, null=True, blank=True)
    categories_add_up = models.BooleanField("the sum of the categories is the figure itself", default=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators_owned")
    is_headline = models.BooleanField("headline indicator of its mission", default=False)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    caveat = models.CharField(max_length=400, blank=True)

    # Annotated by `with_revised`.
    is_revised: bool

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("mission", "slug"), name="indicator_slug_once"),
            models.UniqueConstraint(fields=("mission",), condition=Q(is_headline=True), name="indicator_one_headline"),
            models.CheckConstraint(
                condition=Q(least_coverage__gte=0, least_coverage__lte=1), name="indicator_coverage_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(lowest__lt=models.F("highest")),
                name="indicator_bounds_in_order",
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
        """What follows a number: “%” closely, a word after a space, nothing where the number is a place on a scale (“3.25”)."""
        return "" if self.unit in SCALES else self.unit if self.unit == "%" else f" {self.unit}"


class Category(models.Model):
    """One of the few named parts into which an indicator's values may be broken down."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="categories")
    slug = models.CharField(max_length=60, validators=[SLUG])
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("indicator", "slug"), name="category_once"),)

    def __str__(self) -> str:
        return self.name


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
