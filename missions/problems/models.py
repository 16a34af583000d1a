"""Pain points that a mission owns, and the raw evidence under them: who said what, for which council."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from missions.core import searching
from missions.core.history import tracked
from missions.people.models import User
from missions.problems.judging import Judgement, rules
from missions.problems.lifecycle import PAIN_POINT
from missions.problems.querysets import EvidenceQuerySet, NeedQuerySet, PainPointQuerySet
from missions.register.models import Organisation
from missions.stewardship.models import Mission


class Barrier(models.TextChoices):
    """Why something is hard."""

    MARKET = "market", "Market structure"
    LOCK_IN = "lock-in", "Old software and lock-in"
    DATA = "data", "Data and standards"
    CAPACITY = "capacity", "Skills and capacity"
    FUNDING = "funding", "Money"
    PROCUREMENT = "procurement", "Buying"
    REGULATION = "regulation", "Law and policy"
    PROCESS = "process", "Process"
    ENGAGEMENT = "engagement", "Public engagement"
    ADOPTION = "adoption", "Adoption and change"
    OTHER = "other", "Something else"


class Disclosure(models.TextChoices):
    """Who may read what somebody said."""

    PUBLIC = "public", "Anyone"
    COUNCILS = "councils", "Councils and the mission team"
    TEAM = "team", "The mission team only"


class HowOften(models.TextChoices):
    """How often something hurts."""

    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every week"
    MONTHLY = "monthly", "Every month"
    YEARLY = "yearly", "A few times a year"
    ONCE = "once", "It happened once"


class Basis(models.TextChoices):
    """Where a link comes from."""

    SOURCE = "source", "Stated in the source"
    JUDGEMENT = "judgement", "Our judgement"


@tracked()
class PainPoint(models.Model):
    """A problem that the mission owns, curated from what people said."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="pain_points")
    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    barrier = models.CharField("kind of barrier", max_length=12, choices=Barrier.choices)
    area = models.CharField("part of the service", max_length=80, blank=True)
    status = models.CharField(max_length=16, choices=PAIN_POINT.choices(), default="reported")
    status_reason = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="pain_points_owned")
    reported_on = models.DateField(null=True, blank=True)
    is_illustrative = models.BooleanField("made up to show the product", default=False)

    objects = PainPointQuerySet.as_manager()

    class Meta:
        ordering = ("reference",)
        constraints = (
            models.UniqueConstraint(fields=("mission", "reference"), name="pain_point_reference_once"),
            models.CheckConstraint(
                condition=~Q(status="not-pursued") | ~Q(status_reason=""), name="pain_point_not_pursued_says_why"
            ),
        )
        indexes = searching.indexes("pain_point", title="title", text=("description", "area"), code="reference")

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("problems:pain_point", args=[self.mission.slug, self.reference])


@tracked()
class PainPointJudgement(Judgement):
    """What the team thinks of a pain point: how much it hurts, how sure that is, what it would take to mend."""

    pain_point = models.OneToOneField(PainPoint, on_delete=models.CASCADE, related_name="judgement")

    class Meta:
        constraints = rules("pain_point_judgement")

    def __str__(self) -> str:
        return f"Judgement of {self.pain_point_id}"


class EvidenceSource(models.TextChoices):
    """How the mission came to hear it."""

    ROUND = "round", "Co-design round"
    WORKSHOP = "workshop", "Workshop notes"
    PUBLISHED = "published", "Published source"


# Emptying is allowed: that is what forgetting a person does.
NEVER_EDITED = pgtrigger.Protect(
    name="evidence_is_never_edited",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.text IS DISTINCT FROM NEW.text AND NEW.text <> ''"),
)


@pgtrigger.register(NEVER_EDITED)
class Evidence(models.Model):
    """What somebody said, in their words. Its text is never edited; erasing a person may empty it."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="evidence")
    source = models.CharField(max_length=10, choices=EvidenceSource.choices)
    reference = models.CharField("reference in the source", max_length=80, blank=True)
    text = models.TextField("what hurts")
    who_it_hurts = models.CharField(max_length=300, blank=True)
    hours_a_month = models.DecimalField("hours lost a month", max_digits=8, decimal_places=1, null=True, blank=True)
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    how_often = models.CharField(max_length=8, choices=HowOften.choices, blank=True)
    shown_by = models.CharField("what shows it", max_length=1_000, blank=True)
    how_it_differs = models.CharField("how it differs from what others said", max_length=1_000, blank=True)
    sensitive_because = models.CharField("why only the mission team may read it", max_length=400, blank=True)
    system_in_use = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence_given")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_given")
    reporter = models.CharField("who said it, as published", max_length=300, blank=True)
    disclosure = models.CharField(max_length=8, choices=Disclosure.choices, default=Disclosure.TEAM)
    said_on = models.DateField(null=True, blank=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("-recorded_at", "-pk")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__gte=1, severity__lte=5), name="evidence_severity_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(hours_a_month__isnull=True) | Q(hours_a_month__gte=0), name="evidence_hours_not_negative"
            ),
            models.UniqueConstraint(fields=("mission", "reference"), condition=~Q(reference=""), name="evidence_reference_once"),
        )

    def __str__(self) -> str:
        return self.text[:80]


class Supporter(models.Model):
    """Somebody who stands behind what another said, instead of saying the same again; their council is affected, too."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="supporters")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="evidence_supported")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_supported"
    )
    supported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("evidence", "user"), name="supports_once"),)

    def __str__(self) -> str:
        return f"Supporter {self.pk}"


@tracked()
class EvidenceLink(models.Model):
    """This was said about this pain point. Linking several submissions to one pain point is how duplicates are merged."""

    pain_point = models.ForeignKey(PainPoint, on_delete=models.CASCADE, related_name="evidence_links")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="links")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("linked_at", "pk")
        constraints = (models.UniqueConstraint(fields=("pain_point", "evidence"), name="evidence_link_once"),)

    def __str__(self) -> str:
        return f"{self.evidence_id} under {self.pain_point_id}"


class Need(models.Model):
    """A user need as published: what somebody needs in order to do their work."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="needs")
    reference = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    statement = models.TextField(blank=True)
    status = models.CharField(max_length=20, blank=True)
    priority = models.CharField(max_length=20, blank=True)
    themes = models.JSONField(default=list)
    actors = models.JSONField(default=list)
    added_on = models.DateField(null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ("reference",)
        constraints = (models.UniqueConstraint(fields=("mission", "reference"), name="need_reference_once"),)

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"


class JustificationQuality(models.TextChoices):
    """How far a part of a standard meets a need, as its authors claim."""

    FULL = "full", "Met in full"
    PARTIAL = "partial", "Met in part"


class Justification(models.Model):
    """A published claim that something meets one or more needs."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="justifications")
    reference = models.CharField(max_length=40)
    needs = models.ManyToManyField(Need, related_name="justifications")
    satisfaction = models.CharField(max_length=8, choices=JustificationQuality.choices)
    confidence = models.CharField("confidence, as its authors claim it", max_length=20, blank=True)
    met_by = models.CharField("what meets them", max_length=400, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("reference",)
        constraints = (models.UniqueConstraint(fields=("mission", "reference"), name="justification_reference_once"),)

    def __str__(self) -> str:
        return self.reference
