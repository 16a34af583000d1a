"""Why the market fails, as the mission team judged it, and what that rests on."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from missions.market.finding_querysets import FindingQuerySet
from missions.market.lifecycle import FINDING
from missions.people.models import User
from missions.stewardship.models import Mission


class FindingKind(models.TextChoices):
    """How a market fails."""

    MARKET_POWER = "market-power", "Market power"
    LOCK_IN = "lock-in", "Lock-in"
    INFORMATION = "information-asymmetry", "Information asymmetry"
    FRAGMENTED = "fragmented-demand", "Fragmented demand"
    STANDARD = "missing-standard", "Missing standard"
    CAPACITY = "capacity-gap", "Capacity gap"
    PROCUREMENT = "procurement-barrier", "Procurement barrier"
    REGULATORY = "regulatory-barrier", "Regulatory barrier"
    INVESTMENT = "under-investment", "Under-investment"


KIND_HINTS = {
    FindingKind.MARKET_POWER: "A few suppliers can set prices and terms.",
    FindingKind.LOCK_IN: "Leaving a supplier costs councils too much.",
    FindingKind.INFORMATION: "Councils can’t compare what they would buy, or what others pay.",
    FindingKind.FRAGMENTED: "Each council asks for something else, so nobody can build for all.",
    FindingKind.STANDARD: "Nothing says how systems exchange data.",
    FindingKind.CAPACITY: "Councils lack the people or skills to choose, change or run better systems.",
    FindingKind.PROCUREMENT: "The way of buying keeps better products out.",
    FindingKind.REGULATORY: "Law or policy stands in the way.",
    FindingKind.INVESTMENT: "Nobody gains enough to pay for what all would need.",
}


class Strength(models.TextChoices):
    """How firmly the evidence carries the finding."""

    WEAK = "weak", "Weak"
    MODERATE = "moderate", "Moderate"
    STRONG = "strong", "Strong"


STRENGTH_MEANINGS = {
    Strength.WEAK: "Said by a few or seen in one source; it could turn out otherwise.",
    Strength.MODERATE: "Several sources agree, or one that is sound; some of it isn’t known.",
    Strength.STRONG: "Independent sources agree, and what isn’t known couldn’t turn it round.",
}

# What was judged is never rewritten: only its withdrawal is added.
KEPT = [
    "mission_id",
    "reference",
    "version",
    "kind",
    "strength",
    "statement",
    "reasoning",
    "written_by_id",
    "written_at",
    "judged_by_id",
    "judged_at",
]
CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in KEPT)
JUDGED_STAYS = pgtrigger.Protect(
    name="judged_finding_stays",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(f"OLD.status = 'withdrawn' OR (OLD.status = 'judged' AND ({CHANGED} OR NEW.status = 'draft'))"),
)
NEVER_DELETED = pgtrigger.Protect(name="finding_is_never_deleted", operation=pgtrigger.Delete)


@pgtrigger.register(JUDGED_STAYS, NEVER_DELETED)
class Finding(models.Model):
    """One judgement about how the market fails. A changed judgement is a new version, which follows the earlier one."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="findings")
    reference = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("how the market fails", max_length=24, choices=FindingKind.choices)
    strength = models.CharField(max_length=8, choices=Strength.choices)
    statement = models.CharField(max_length=400)
    reasoning = models.TextField("why we think so", blank=True)
    status = models.CharField(max_length=10, choices=FINDING.choices(), default="draft")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="findings_written")
    written_at = models.DateTimeField(default=timezone.now)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="findings_judged")
    judged_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="findings_withdrawn")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=400, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("reference", "-version")
        constraints = (
            models.UniqueConstraint(fields=("mission", "reference", "version"), name="finding_version_once"),
            models.UniqueConstraint(fields=("mission", "reference"), condition=Q(status="draft"), name="finding_one_draft"),
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, judged_by__isnull=True) | Q(judged_at__isnull=False, judged_by__isnull=False),
                name="finding_judged_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(status="judged") | Q(judged_at__isnull=False), name="finding_judged_is_complete"),
            models.CheckConstraint(condition=~Q(status="draft") | Q(judged_at__isnull=True), name="finding_draft_is_not_judged"),
            models.CheckConstraint(
                condition=(
                    Q(status="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")
                )
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")),
                name="finding_withdrawn_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.statement}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("market:finding", args=[self.mission.slug, self.reference])

    @property
    def strength_meaning(self) -> str:
        """What that strength means."""
        return STRENGTH_MEANINGS[Strength(self.strength)]


ITS_FINDING = """
    IF EXISTS (SELECT 1 FROM market_finding WHERE id = {row}.finding_id AND status <> 'draft') THEN
        RAISE EXCEPTION 'The evidence of a finding stays as it was when it was judged.';
    END IF;
    RETURN {row};
"""


@pgtrigger.register(
    pgtrigger.Trigger(
        name="nothing_is_added_later", when=pgtrigger.Before, operation=pgtrigger.Insert, func=ITS_FINDING.format(row="NEW")
    ),
    pgtrigger.Trigger(
        name="judged_evidence_is_kept", when=pgtrigger.Before, operation=pgtrigger.Delete, func=ITS_FINDING.format(row="OLD")
    ),
    pgtrigger.Protect(name="finding_evidence_is_never_changed", operation=pgtrigger.Update),
)
class FindingEvidence(models.Model):
    """One thing that a finding rests on: a figure as it stood, a document elsewhere, or something that an area above holds.

    `source` is “figure”, “document”, or the name of an entry in `sources`; `pointer` is what that entry finds it by.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="evidence")
    source = models.CharField(max_length=20)
    title = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    figure = models.JSONField(null=True, blank=True)
    pointer = models.CharField(max_length=40, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("added_at", "pk")
        verbose_name_plural = "finding evidence"
        constraints = (
            models.CheckConstraint(
                condition=(Q(source="figure", figure__isnull=False, url="", pointer=""))
                | (Q(source="document", figure__isnull=True, url__startswith="https://", pointer="") & ~Q(title=""))
                | (~Q(source__in=("figure", "document")) & ~Q(pointer="") & Q(figure__isnull=True, url="")),
                name="finding_evidence_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=("finding", "source", "pointer"), condition=~Q(pointer=""), name="finding_pointer_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} of {self.finding_id}"
