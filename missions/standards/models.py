"""Data standards with their versions, tests of files against them, and the sent files while they wait."""

import datetime as dt
import uuid

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import Stage
from missions.core.history import tracked
from missions.core.models import Job
from missions.core.spans import Span, span_in_order
from missions.interventions.models import Intervention
from missions.market.models import Product
from missions.people.models import User
from missions.register.models import Organisation
from missions.standards.lifecycle import VERSION
from missions.standards.querysets import TestQuerySet, VersionQuerySet
from missions.standards.schemas import SchemaKind

NUMBER = RegexValidator(r"^\d{1,4}(\.\d{1,4}){0,2}(-[a-z0-9]{1,20})?$", "Enter a number like 1.2 or 1.2.0.")
PASS_STAGES = (
    (Stage.PILOTING.value, "Piloting: it can make such a file"),
    (Stage.LIVE.value, "Live: the file is what it publishes"),
)

IS_A_STANDARD = """
    IF NOT EXISTS (SELECT 1 FROM interventions_intervention WHERE id = NEW.intervention_id AND kind = 'data-standard') THEN
        RAISE EXCEPTION 'Only a data standard has versions.';
    END IF;
    RETURN NEW;
"""


@tracked()
@pgtrigger.register(
    pgtrigger.Trigger(name="is_a_standard", when=pgtrigger.Before, operation=pgtrigger.Insert, func=IS_A_STANDARD)
)
class Standard(models.Model):
    """A data standard, which an intervention is: what a pass of its test shows of a council."""

    intervention = models.OneToOneField(Intervention, on_delete=models.PROTECT, related_name="standard")
    pass_stage = models.CharField("what a passed test shows", max_length=12, choices=PASS_STAGES, default=Stage.PILOTING.value)

    is_illustrative = models.BooleanField("its versions are made up to show the product", default=False)

    def __str__(self) -> str:
        return self.intervention.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("standards:standard", args=[self.intervention.mission.slug, self.intervention.slug])


def days() -> Func:
    """The span of a version as a range of days."""
    return Func(F("starts_on"), F("ends_on"), function="daterange")


# A published version is what people build on: only its end and its withdrawal are added.
KEPT = ["standard_id", "number", "kind", "schema_text", "change_log", "starts_on", "published_at", "published_by_id"]
CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in KEPT)
PUBLISHED_STAYS = pgtrigger.Protect(
    name="published_version_stays",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        f"OLD.status = 'withdrawn' OR (OLD.status = 'published' AND ({CHANGED} OR NEW.status = 'draft'))"
    ),
)
ONLY_DRAFTS_GO = pgtrigger.Protect(
    name="only_drafts_are_deleted", operation=pgtrigger.Delete, condition=pgtrigger.Condition("OLD.status <> 'draft'")
)


@pgtrigger.register(PUBLISHED_STAYS, ONLY_DRAFTS_GO)
class StandardVersion(Span):
    """One version with its schema. It holds from a day to a day; two of a standard never hold on the same day."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=40, validators=[NUMBER])
    kind = models.CharField("how the schema is written", max_length=12, choices=SchemaKind.choices)
    schema_text = models.TextField("the schema")
    change_log = models.TextField("what changed, in words")
    status = models.CharField(max_length=9, choices=VERSION.choices(), default="draft")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=400, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("standard", "-starts_on", "-pk")
        constraints = (
            span_in_order("standard_version_span"),
            models.UniqueConstraint(fields=("standard", "number"), name="standard_version_once"),
            models.CheckConstraint(
                condition=Q(status="draft", starts_on__isnull=True, ends_on__isnull=True, published_at__isnull=True)
                | (~Q(status="draft") & Q(starts_on__isnull=False, published_at__isnull=False, published_by__isnull=False)),
                name="standard_version_published_from_a_day",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="withdrawn", withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")
                )
                | (~Q(status="withdrawn") & Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")),
                name="standard_version_withdrawn_says_why",
            ),
            ExclusionConstraint(
                name="standard_one_current_version",
                expressions=[("standard", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(status="published"),
            ),
        )

    def __str__(self) -> str:
        return f"Version {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        item = self.standard.intervention
        return reverse("standards:version", args=[item.mission.slug, item.slug, self.number])

    def counts_on(self, day: dt.date) -> bool:
        """Whether a pass on that day is a pass of the standard as it holds."""
        return self.status == "published" and self.holds_on(day)

    def state_on(self, day: dt.date) -> str:
        """Draft, to come, current, superseded or withdrawn, as at a day."""
        if self.status != "published":
            return str(self.get_status_display())
        if self.starts_on is not None and day < self.starts_on:
            return "To come"
        return "Current" if self.holds_on(day) else "Superseded"


class Verdict(models.TextChoices):
    """What came of a test."""

    PASSED = "passed", "Passed"
    FAILED = "failed", "Did not pass"
    STOPPED = "stopped", "Not checked to its end"


@pgtrigger.register(
    pgtrigger.Protect(name="verdict_stays", operation=pgtrigger.Update, condition=pgtrigger.Condition("OLD.verdict <> ''")),
    pgtrigger.Protect(name="test_is_never_deleted", operation=pgtrigger.Delete),
)
class ConformanceTest(models.Model):
    """A file of an organisation, or what a product puts out, tested against a version. The report stays; the file doesn't."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="tests")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="conformance_tests"
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="conformance_tests")
    by_team = models.BooleanField("asked for by the mission team", default=False)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="conformance_test")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    file_size = models.PositiveIntegerField()
    sha256 = models.CharField("fingerprint of the file", max_length=64)
    verdict = models.CharField(max_length=7, choices=Verdict.choices, blank=True)
    happened_on = models.DateField("day of the verdict", null=True, blank=True)
    rows = models.PositiveIntegerField("rows or records checked", default=0)
    mistakes = models.PositiveIntegerField(default=0)
    findings = models.JSONField("the first of each kind of mistake", default=list, blank=True)
    stopped = models.CharField("why it wasn’t checked to its end", max_length=400, blank=True)
    event = models.OneToOneField(AdoptionEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="conformance_test")

    objects = TestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict="", happened_on__isnull=True) | (~Q(verdict="") & Q(happened_on__isnull=False)),
                name="conformance_test_verdict_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(product__isnull=False), name="conformance_test_is_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=True) | Q(verdict="passed", product__isnull=True), name="conformance_evidence_is_a_pass"
            ),
            models.CheckConstraint(condition=~Q(verdict="passed") | Q(mistakes=0, stopped=""), name="conformance_pass_is_clean"),
        )
        indexes = (
            models.Index(fields=("organisation", "-asked_at"), name="conformance_by_organisation"),
            models.Index(fields=("product", "version"), condition=Q(verdict="passed"), name="conformance_of_products"),
        )

    def __str__(self) -> str:
        return f"{self.file_name} against {self.version_id}"

    def get_absolute_url(self) -> str:
        """Its page."""
        item = self.version.standard.intervention
        return reverse("standards:test", args=[item.mission.slug, item.slug, self.public_id])


class SentPart(models.Model):
    """A piece of a sent file, kept until it is tested: web processes and workers share no disk, and neither holds a whole file."""

    test = models.ForeignKey(ConformanceTest, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("test", "number"), name="sent_part_once"),)

    def __str__(self) -> str:
        return f"Part {self.number} of {self.test_id}"
