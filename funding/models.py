"""Funds, and the awards made from them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from funding.lifecycle import AWARD
from funding.querysets import AwardQuerySet
from missions.core.history import tracked
from missions.core.money import MoneyField
from missions.interventions.models import Intervention, Iteration
from missions.problems.models import Basis
from missions.register.models import Organisation
from missions.stewardship.models import SLUG, Mission


@tracked()
class Fund(models.Model):
    """Money set aside for a purpose. Without a published budget it can't approve anything."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="funds")
    slug = models.CharField(max_length=80, validators=[SLUG])
    name = models.CharField(max_length=200)
    legal_power = models.CharField(max_length=200, blank=True)
    started_on = models.DateField(null=True, blank=True)
    documentation_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ("started_on", "name")
        constraints = (models.UniqueConstraint(fields=("mission", "slug"), name="fund_slug_once"),)

    def __str__(self) -> str:
        return self.name


class AwardPurpose(models.TextChoices):
    """What the money is for."""

    COUNCIL_BACKFILL = "council-backfill", "Paying for councils’ time"
    SUPPLIER_ADOPTION = "supplier-adoption", "Supplier adoption"
    DELIVERY_TEAM = "delivery-team", "Delivery team"
    NOT_STATED = "not-stated", "Not stated in the source"


@tracked()
class Award(models.Model):
    """Money given to an organisation. A joint award is one amount with a lead and partners, never counted once per partner."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="awards")
    reference = models.CharField(max_length=40)
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    partners = models.ManyToManyField(Organisation, related_name="awards_as_partner", blank=True)
    amount = MoneyField()
    awarded_on = models.DateField()
    purpose = models.CharField(max_length=20, choices=AwardPurpose.choices, default=AwardPurpose.NOT_STATED)
    status = models.CharField(max_length=10, choices=AWARD.choices(), default="draft")
    iteration = models.ForeignKey(Iteration, on_delete=models.PROTECT, null=True, blank=True, related_name="awards")
    iteration_basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)
    intervention = models.ForeignKey(
        Intervention,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name="intervention named in the source",
    )
    notes = models.CharField(max_length=500, blank=True)
    documentation_url = models.URLField(max_length=500, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ("-awarded_on", "reference")
        constraints = (
            models.UniqueConstraint(fields=("fund", "reference"), name="award_reference_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_amount_positive"),
            models.CheckConstraint(
                condition=Q(iteration__isnull=True, iteration_basis="") | (Q(iteration__isnull=False) & ~Q(iteration_basis="")),
                name="award_iteration_says_its_basis",
            ),
        )

    def __str__(self) -> str:
        return f"Award {self.reference}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("funding:award", args=[self.fund.mission.slug, self.reference])
