"""Outcome reports, of a mission or of a portfolio: composed, frozen when submitted, signed off or returned by the director."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from missions.core.history import tracked
from missions.core.models import Job
from missions.people.models import User
from missions.reports.lifecycle import REPORT
from missions.reports.querysets import ReportQuerySet
from missions.stewardship.models import Mission


class Confidence(models.TextChoices):
    """Delivery confidence, with the official meanings (rules.md)."""

    GREEN = "green", "Green: successful delivery is highly likely"
    AMBER = "amber", "Amber: feasible, but significant issues need management attention"
    RED = "red", "Red: appears unachievable without rescoping"


class Section(models.TextChoices):
    """Where the lead says something beside the figures."""

    ADOPTION = "adoption", "Adoption: what moved it, what holds it up"
    OUTCOMES = "outcomes", "Outcomes: what they mean, and how far they are our doing"
    MONEY = "money", "Money: what it bought, and what it will be asked for"
    COUNCILS = "councils", "What councils said, and what we did about it"
    RISKS = "risks", "Risks: what could stop us, and what we do about it"
    DISSENT = "dissent", "Dissent: which councils see it differently, and why"
    ASKED = "asked", "What we ask of the director"


FROZEN = pgtrigger.Protect(
    name="frozen_report_never_changes",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.status <> 'draft' AND (OLD.title, OLD.narrative, OLD.content, OLD.sha256, OLD.as_at, OLD.known_at, OLD.confidence,"
        " OLD.confidence_reason, OLD.texts) IS DISTINCT FROM (NEW.title, NEW.narrative, NEW.content, NEW.sha256, NEW.as_at, NEW.known_at,"
        " NEW.confidence, NEW.confidence_reason, NEW.texts)"
    ),
)
NEVER_DELETED = pgtrigger.Protect(
    name="frozen_report_never_deleted", operation=pgtrigger.Delete, condition=pgtrigger.Condition("OLD.status <> 'draft'")
)


@tracked()
class Portfolio(models.Model):
    """Missions that one director answers for together. An administrator names who directs it and whose office writes about it."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    missions = models.ManyToManyField(Mission, related_name="portfolios")
    director = models.ForeignKey(User, on_delete=models.PROTECT, related_name="portfolios_directed")
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="portfolios_written")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(director=models.F("writer")), name="portfolio_writer_is_not_its_director"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page, under which its reports stand."""
        return reverse("portfolio_reports:portfolio", args=[self.slug])


@tracked()
@pgtrigger.register(FROZEN, NEVER_DELETED)
class Report(models.Model):
    """One version of one issue of the outcome report of a mission or of a portfolio."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    issue = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    narrative = models.TextField("what the figures mean", blank=True)
    texts = models.JSONField("what is said in each section, by its name", default=dict, blank=True)
    status = models.CharField(max_length=10, choices=REPORT.choices(), default="draft")
    as_at = models.DateField()
    known_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField("the frozen figures and text", default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    confidence = models.CharField("delivery confidence", max_length=5, choices=Confidence.choices, blank=True)
    confidence_reason = models.CharField(max_length=600, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports_written")
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="reports_answered")
    answered_at = models.DateTimeField(null=True, blank=True)
    comments = models.TextField("the director’s comments", blank=True)
    is_illustrative = models.BooleanField("made up to show the product", default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-issue", "-version")
        constraints = (
            models.UniqueConstraint(fields=("mission", "issue", "version"), name="report_version_once"),
            models.UniqueConstraint(fields=("portfolio", "issue", "version"), name="portfolio_report_version_once"),
            models.CheckConstraint(
                condition=Q(mission__isnull=False, portfolio__isnull=True) | Q(mission__isnull=True, portfolio__isnull=False),
                name="report_of_mission_or_portfolio",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (
                    ~Q(sha256="")
                    & ~Q(confidence="")
                    & ~Q(confidence_reason="")
                    & Q(submitted_at__isnull=False, known_at__isnull=False, next_review_on__isnull=False)
                ),
                name="report_frozen_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(status="signed-off") | (Q(answered_by__isnull=False) & ~Q(answered_by=models.F("author"))),
                name="report_not_signed_off_by_author",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page; what can be done with it stands under this address."""
        name = "reports:report" if self.mission_id else "portfolio_reports:report"
        return reverse(name, args=[self.of.slug, self.issue, self.version])

    @property
    def of(self) -> Mission | Portfolio:
        """The mission or the portfolio that it is about."""
        found = self.mission or self.portfolio
        assert found is not None  # noqa: S101 - a constraint holds it
        return found

    @property
    def where(self) -> dict[str, str]:
        """What names that in an address."""
        return {"mission" if self.mission_id else "portfolio": self.of.slug}


class LatestFigures(models.Model):
    """The figures of a report as last collected, beside it, and the job at work on it.

    A draft shows them; of an issued report they tell what was corrected since. Both are collected by a job, so that no page does.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="latest")
    evidence = models.JSONField(default=dict)
    known_at = models.DateTimeField("when they were collected", null=True, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"Figures of {self.report_id} as known at {self.known_at}"

    @property
    def is_at_work(self) -> bool:
        """A job collects them or freezes the report."""
        return self.job is not None and self.job.status in (Job.Status.WAITING, Job.Status.RUNNING)


class Reading(models.Model):
    """A person, signed in, opened an issued report. Senior visibility is counted from the director's readings."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports_read")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=("user", "-read_at"), name="reading_by_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} read {self.report_id}"
