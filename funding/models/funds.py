"""A fund and its budget by financial year."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from missions.core.history import tracked
from missions.core.money import MoneyField
from missions.core.periods import FinancialYear
from missions.stewardship.models import SLUG, Mission


@tracked()
class Fund(models.Model):
    """Money set aside for a purpose. Without a published budget it can't approve anything."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="funds")
    slug = models.CharField(max_length=80, validators=[SLUG])
    name = models.CharField(max_length=200)
    legal_power = models.CharField(max_length=200, blank=True)
    is_section_31 = models.BooleanField("pays councils under section 31 of the Local Government Act 2003", default=False)
    conditions = models.TextField("conditions of every award", blank=True)
    started_on = models.DateField(null=True, blank=True)
    documentation_url = models.URLField(max_length=500, blank=True)
    is_illustrative = models.BooleanField("made up to show the product", default=False)

    class Meta:
        ordering = ("started_on", "name")
        constraints = (models.UniqueConstraint(fields=("mission", "slug"), name="fund_slug_once"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("funding:fund", args=[self.mission.slug, self.slug])


# Only the ledger’s own trigger, one level down, may change the totals.
TOTALS_BELONG_TO_THE_LEDGER = pgtrigger.Trigger(
    name="totals_belong_to_the_ledger",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF TG_OP = 'INSERT' AND (NEW.committed <> 0 OR NEW.paid <> 0)
           OR TG_OP = 'UPDATE' AND (NEW.committed <> OLD.committed OR NEW.paid <> OLD.paid) AND pg_trigger_depth() < 2 THEN
            RAISE EXCEPTION 'totals are kept by the ledger' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


@tracked()
@pgtrigger.register(TOTALS_BELONG_TO_THE_LEDGER)
class FundYear(models.Model):
    """What a fund may commit in one financial year, and what it has; the ledger's trigger keeps the totals."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="years")
    start_year = models.PositiveSmallIntegerField("financial year that starts in April")
    budget = MoneyField()
    published_on = models.DateField("budget published on", null=True, blank=True)
    committed = MoneyField(default=0, editable=False)
    paid = MoneyField(default=0, editable=False)

    class Meta:
        ordering = ("start_year",)
        constraints = (
            models.UniqueConstraint(fields=("fund", "start_year"), name="fund_year_once"),
            models.CheckConstraint(condition=Q(start_year__gte=2000, start_year__lte=2098), name="fund_year_plausible"),
            models.CheckConstraint(
                condition=Q(committed__gte=0, committed__lte=F("budget")), name="fund_year_never_overcommitted"
            ),
            models.CheckConstraint(condition=Q(paid__gte=0, paid__lte=F("committed")), name="fund_year_pays_what_it_committed"),
            models.CheckConstraint(
                condition=Q(committed=0) | Q(published_on__isnull=False), name="fund_year_commits_when_published"
            ),
        )

    def __str__(self) -> str:
        return f"{self.fund_id}, {self.year}"

    @property
    def year(self) -> FinancialYear:
        """The financial year."""
        return FinancialYear(self.start_year)
