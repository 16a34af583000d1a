"""Costs and benefits of a mission: what each line is, who bears it, and its amounts by year."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from missions.core.history import tracked
from missions.core.money import MoneyField
from missions.core.periods import FinancialYear
from missions.interventions.models import Intervention
from missions.outcomes.querysets import BenefitLineQuerySet
from missions.people.models import User
from missions.stewardship.models import Mission


@tracked()
class BenefitLine(models.Model):
    """One cost or benefit. A line without amounts is what could not be put in money, and is shown beside the ratio."""

    class Kind(models.TextChoices):
        """Which way it counts."""

        COST = "cost", "Cost"
        BENEFIT = "benefit", "Benefit"

    class Category(models.TextChoices):
        """What becomes of it. The three are never added into one figure of savings."""

        CASH_RELEASING = "cash-releasing", "Cash-releasing"
        NON_CASH_RELEASING = "non-cash-releasing", "Non-cash-releasing"
        SOCIETAL = "societal", "Societal"

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="benefit_lines")
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, null=True, blank=True, related_name="benefit_lines")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    category = models.CharField(max_length=20, choices=Category.choices)
    bearer = models.CharField("who pays or who benefits", max_length=200)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="benefit_lines_owned")
    source = models.CharField(max_length=400)
    optimism_percent = models.DecimalField("optimism bias, %", max_digits=5, decimal_places=2, default=0)
    mitigation = models.CharField("why this much, and what is done about it", max_length=400)
    price_base_year = models.PositiveSmallIntegerField("financial year whose prices it is in, by its first calendar year")
    budget_holder = models.CharField("post that holds the budget and agrees", max_length=200, blank=True)
    agreed_on = models.DateField("day on which the budget holder agreed", null=True, blank=True)
    withdrawn_because = models.CharField("why it doesn’t count any more", max_length=300, blank=True)
    is_illustrative = models.BooleanField("made up to show the product", default=False)

    objects = BenefitLineQuerySet.as_manager()

    class Meta:
        ordering = ("-kind", "category", "name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("mission", "name"), condition=Q(withdrawn_because=""), name="benefit_line_name_once"),
            models.CheckConstraint(
                condition=Q(optimism_percent__gte=0)
                & (Q(kind="cost", optimism_percent__lte=200) | Q(kind="benefit", optimism_percent__lte=100)),
                name="benefit_line_optimism_is_possible",
            ),
            models.CheckConstraint(
                condition=~Q(kind="benefit", category="cash-releasing") | (~Q(budget_holder="") & Q(agreed_on__isnull=False)),
                name="benefit_line_cash_is_agreed",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page, where it can be changed."""
        return reverse("outcomes:benefit_line", args=[self.mission.slug, self.pk])

    @property
    def price_base(self) -> str:
        """“2026/27”."""
        return str(FinancialYear(self.price_base_year))


@tracked()
class BenefitAmount(models.Model):
    """The amount of one line in one financial year, as forecast or as it came out; more than or equal to nothing."""

    class Nature(models.TextChoices):
        """How sure it is."""

        FORECAST = "forecast", "Forecast"
        ACTUAL = "actual", "Actual"

    line = models.ForeignKey(BenefitLine, on_delete=models.CASCADE, related_name="amounts")
    year = models.PositiveSmallIntegerField("financial year, by its first calendar year", validators=[MinValueValidator(2000)])
    nature = models.CharField(max_length=8, choices=Nature.choices)
    amount = MoneyField()

    class Meta:
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(fields=("line", "year", "nature"), name="benefit_amount_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="benefit_amount_not_negative"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2200), name="benefit_amount_year_is_possible"),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {FinancialYear(self.year)} {self.nature}: {self.amount}"

    @property
    def year_name(self) -> str:
        """“2026/27”."""
        return str(FinancialYear(self.year))
