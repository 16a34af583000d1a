"""Which council runs which product of which supplier, and what councils answered that named none."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from missions.core.history import tracked
from missions.core.money import MoneyField
from missions.core.spans import Span, span_in_order
from missions.market.querysets import DeploymentQuerySet, MarketAnswerQuerySet
from missions.register.models import Organisation


@tracked()
class Product(models.Model):
    """Software for one council service. Without a supplier only its name is known (a name on a portal)."""

    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="products")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=130)
    service = models.CharField("council service", max_length=120)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("service", "slug"), name="product_slug_once"),
            models.UniqueConstraint(fields=("service", "supplier", "name"), name="product_once", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def supplier_label(self) -> str:
        """Who sells it, or that we don’t know."""
        return self.supplier.name if self.supplier else f"{self.name} (supplier not known)"


class CostAnswer(models.TextChoices):
    """What we heard about the cost. “Refused”, “not known” and “none” are three different answers."""

    STATED = "stated", "Stated"
    UNKNOWN = "unknown", "Not known"
    REFUSED = "refused", "The council refused to say"
    NONE = "none", "It costs nothing"


@tracked()
class Deployment(Span):
    """A council runs a product, from a day to a day where those are known; else from the day on which it was first seen.

    `area` names the part of the council that it serves, by the codes of the councils that were there before (“CHN;SBU”); empty: all
    of it. `contract_ends_on` is the day after the contract’s last. Nothing ends because a later list leaves it out: see `last_seen_on`.
    """

    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deployments")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="deployments")
    area = models.CharField("part of the council that it serves", max_length=60, blank=True)
    contract_starts_on = models.DateField("first day of the contract", null=True, blank=True)
    contract_ends_on = models.DateField("day after the last of the contract", null=True, blank=True)
    contract_value = MoneyField("value over the whole contract", null=True, blank=True)
    annual_cost = MoneyField("cost a year", null=True, blank=True)
    cost_answer = models.CharField(max_length=8, choices=CostAnswer.choices, default=CostAnswer.UNKNOWN)
    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    portal_url = models.URLField("where the public meets it", max_length=1000, blank=True)
    observed_on = models.DateField("first seen on")
    last_seen_on = models.DateField("last seen on")
    end_reason = models.CharField("why it ended", max_length=400, blank=True)

    objects = DeploymentQuerySet.as_manager()

    class Meta:
        ordering = ("council__name", "product__name", "pk")
        constraints = (
            span_in_order("deployment_span"),
            models.UniqueConstraint(
                fields=("council", "product", "area"), condition=Q(ends_on__isnull=True), name="deployment_open_once"
            ),
            models.CheckConstraint(condition=Q(last_seen_on__gte=F("observed_on")), name="deployment_seen_in_order"),
            models.CheckConstraint(
                condition=Q(annual_cost__isnull=True) | Q(annual_cost__gt=0, cost_answer=CostAnswer.STATED),
                name="deployment_cost_is_stated",
            ),
            models.CheckConstraint(
                condition=Q(contract_value__isnull=True) | Q(contract_value__gt=0, cost_answer=CostAnswer.STATED),
                name="deployment_value_is_stated",
            ),
            models.CheckConstraint(
                condition=~Q(cost_answer=CostAnswer.STATED) | Q(annual_cost__isnull=False) | Q(contract_value__isnull=False),
                name="deployment_stated_cost_is_there",
            ),
            models.CheckConstraint(
                condition=Q(contract_ends_on__isnull=True)
                | Q(contract_starts_on__isnull=True)
                | Q(contract_ends_on__gt=F("contract_starts_on")),
                name="deployment_contract_in_order",
            ),
        )
        indexes = (models.Index(fields=("contract_ends_on",), name="deployment_by_contract_end"),)

    def __str__(self) -> str:
        return f"{self.product_id} in {self.council_id}"

    def in_use_on(self, day: dt.date) -> bool:
        """What `as_at` asks the database."""
        return (self.starts_on or self.observed_on) <= day and (self.ends_on is None or day < self.ends_on)

    @property
    def contract_last_day(self) -> dt.date | None:
        """The contract’s last day, as people write it."""
        return self.contract_ends_on - dt.timedelta(days=1) if self.contract_ends_on else None


class MarketAnswerKind(models.TextChoices):
    """Answers that name no supplier."""

    UNKNOWN = "unknown", "It has a system, its supplier is not known"
    REFUSED = "refused", "The council refused to say"
    NONE = "none", "It has no such system"


@tracked()
class MarketAnswer(models.Model):
    """What we heard about a council’s system that names no product. A council with neither this nor a deployment: nothing is known."""

    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="market_answers")
    service = models.CharField("council service", max_length=120)
    area = models.CharField("part of the council", max_length=60, blank=True)
    kind = models.CharField(max_length=8, choices=MarketAnswerKind.choices)
    observed_on = models.DateField("said or seen on")
    last_seen_on = models.DateField("last said or seen on")
    ends_on = models.DateField("no longer so from", null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    portal_url = models.URLField("where the public meets it", max_length=1000, blank=True)

    objects = MarketAnswerQuerySet.as_manager()

    class Meta:
        ordering = ("council__name", "area", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "service", "area", "kind"), condition=Q(ends_on__isnull=True), name="market_answer_open_once"
            ),
            models.CheckConstraint(condition=Q(last_seen_on__gte=F("observed_on")), name="market_answer_seen_in_order"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("observed_on")), name="market_answer_span"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} in {self.council_id}"

    def stands_on(self, day: dt.date) -> bool:
        """What `as_at` asks the database."""
        return self.observed_on <= day and (self.ends_on is None or day < self.ends_on)


class MarketList(models.Model):
    """A list that says for many councils at once what they run. What a later one leaves out is “not seen since”."""

    service = models.CharField("council service", max_length=120)
    observed_on = models.DateField("what it says was so on")
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("-observed_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("service", "observed_on", "source"), name="market_list_once"),)

    def __str__(self) -> str:
        return f"{self.source} of {self.observed_on}"
