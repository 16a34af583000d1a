"""Deliberate actions on the market, and the iterations that test ways to scale them."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse

from missions.core.history import tracked
from missions.core.money import MoneyField
from missions.core.spans import Span, span_in_order
from missions.interventions.lifecycle import INTERVENTION, ITERATION
from missions.people.models import User
from missions.problems.models import Basis, PainPoint
from missions.register.models import Organisation
from missions.stewardship.models import SLUG, Lever, Mission


class InterventionKind(models.TextChoices):
    """What sort of action it is."""

    DATA_STANDARD = "data-standard", "Data standard"
    TOOL = "tool", "Reusable tool"
    PLATFORM = "platform", "Platform"
    REGULATION = "regulation", "Regulation"
    GUIDANCE = "guidance", "Guidance"
    COUNCIL_FUNDING = "council-funding", "Funding for councils"
    SUPPLIER_FUNDING = "supplier-funding", "Funding for suppliers"
    PROCUREMENT = "procurement", "Procurement framework"
    COMMUNITY = "community", "Community or training"


@tracked()
class Intervention(models.Model):
    """One deliberate action on the market."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="interventions")
    slug = models.CharField(max_length=80, validators=[SLUG])
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=InterventionKind.choices)
    summary = models.TextField("what it is", blank=True)
    hypothesis = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=INTERVENTION.choices(), default="idea")
    status_reason = models.CharField(max_length=400, blank=True)
    published_status = models.CharField("status in the source’s own words", max_length=120, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions_owned")
    lead_body = models.CharField(max_length=200, blank=True)
    levers = models.ManyToManyField(Lever, related_name="interventions", blank=True)
    pain_points = models.ManyToManyField(PainPoint, through="PainPointAddressed", related_name="interventions")
    precedent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    started_on = models.DateField(null=True, blank=True)
    is_headline = models.BooleanField("headline intervention of its mission", default=False)
    is_illustrative = models.BooleanField("made up to show the product", default=False)
    reference = models.CharField("reference in the source", max_length=40, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("mission", "slug"), name="intervention_slug_once"),
            models.UniqueConstraint(fields=("mission",), condition=Q(is_headline=True), name="intervention_one_headline"),
            models.CheckConstraint(
                condition=~Q(status__in=("paused", "stopped")) | ~Q(status_reason=""), name="intervention_stop_says_why"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("interventions:intervention", args=[self.mission.slug, self.slug])


class PainPointAddressed(models.Model):
    """An intervention acts on a pain point; says whether a source states it or we judged so."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="addresses")
    pain_point = models.ForeignKey(PainPoint, on_delete=models.CASCADE, related_name="addressed_by")
    basis = models.CharField(max_length=10, choices=Basis.choices)

    class Meta:
        ordering = ("pain_point__reference",)
        constraints = (models.UniqueConstraint(fields=("intervention", "pain_point"), name="pain_point_addressed_once"),)

    def __str__(self) -> str:
        return f"{self.intervention_id} addresses {self.pain_point_id}"


class ScalingMethod(models.TextChoices):
    """A way of getting something to more councils."""

    PEER_CHAMPIONS = "peer-champions", "Peer champions"
    COUNCIL_BACKFILL = "council-backfill", "Paying for councils’ time"
    COMPETITIVE_PILOTS = "competitive-pilots", "Competitive pilots"
    EQUAL_GRANTS = "equal-grants", "Equal grants to a cohort"
    SUPPLIER_FUNDING = "supplier-funding", "Supplier funding"
    LEAD_COUNCILS = "lead-councils", "Lead councils build for others"
    MANDATION = "mandation", "Mandation"
    PROCUREMENT = "procurement", "Procurement framework"
    DIRECT_SUPPORT = "direct-support", "Direct support"
    PUBLICITY = "publicity", "Publicity"
    OTHER = "other", "Another method"


@tracked()
class Iteration(Span):
    """One time-boxed test of one scaling method; a funding round is one."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="iterations")
    slug = models.CharField(max_length=80, validators=[SLUG])
    name = models.CharField(max_length=200)
    method = models.CharField("scaling method", max_length=20, choices=ScalingMethod.choices)
    method_in_words = models.CharField("what was tried", max_length=400, blank=True)
    hypothesis = models.TextField(blank=True)
    lesson = models.TextField("what was learned", blank=True)
    lesson_basis = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=ITERATION.choices(), default="planned")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="iterations_owned")
    expected_adopters = models.PositiveIntegerField(null=True, blank=True)
    expected_by = models.DateField("by when", null=True, blank=True)
    expected_outcome = models.CharField(max_length=400, blank=True)
    budget = MoneyField("money set aside", null=True, blank=True)
    interventions = models.ManyToManyField(Intervention, through="IterationServes", related_name="iterations")
    targeted_councils = models.ManyToManyField(Organisation, related_name="iterations_targeted", blank=True)
    targeted_by = models.CharField("how its councils were picked", max_length=400, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    precedent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    is_illustrative = models.BooleanField("made up to show the product", default=False)
    reference = models.CharField("reference in the source", max_length=40, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ("starts_on", "name")
        constraints = (
            span_in_order("iteration_span"),
            models.UniqueConstraint(fields=("mission", "slug"), name="iteration_slug_once"),
            models.CheckConstraint(condition=Q(budget__isnull=True) | Q(budget__gte=0), name="iteration_budget_not_negative"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("interventions:iteration", args=[self.mission.slug, self.slug])

    def is_overdue(self, on: dt.date) -> bool:
        """Past its last day, and nobody has decided what follows. What was recorded from published sources is over."""
        return self.status in ("planned", "running", "deciding") and self.ends_on is not None and self.ends_on <= on


class IterationServes(models.Model):
    """An iteration serves an intervention; says whether a source states it or we judged so."""

    iteration = models.ForeignKey(Iteration, on_delete=models.CASCADE, related_name="serves")
    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="served_by")
    basis = models.CharField(max_length=10, choices=Basis.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("iteration", "intervention"), name="iteration_serves_once"),)

    def __str__(self) -> str:
        return f"{self.iteration_id} serves {self.intervention_id}"
