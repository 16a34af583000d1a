"""Awards: who gets how much for what, by which year and milestone, who agreed to it, and what was changed later."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from funding.award_querysets import MilestoneQuerySet
from funding.lifecycle import AWARD, MILESTONE, VARIATION
from funding.models.funds import Fund
from funding.models.guards import (
    APPROVER_HOLDS_THE_RIGHT,
    AUTHORS_ARE_REMEMBERED,
    AWARD_TOTALS_BELONG_TO_THE_LEDGER,
    PROPOSERS_ARE_REMEMBERED,
    VARIATION_APPROVER_HOLDS_THE_RIGHT,
)
from funding.querysets import GIVEN, AwardQuerySet
from missions.core.history import tracked
from missions.core.models import StoredFile
from missions.core.money import MoneyField
from missions.core.periods import FinancialYear
from missions.interventions.models import Intervention, Iteration
from missions.people.models import User
from missions.problems.models import Basis
from missions.register.models import Organisation


class AwardPurpose(models.TextChoices):
    """What the money is for."""

    COUNCIL_BACKFILL = "council-backfill", "Paying for councils’ time"
    SUPPLIER_ADOPTION = "supplier-adoption", "Supplier adoption"
    DELIVERY_TEAM = "delivery-team", "Delivery team"
    NOT_STATED = "not-stated", "Not stated in the source"


class Route(models.TextChoices):
    """How the recipient was chosen: by competition, unless it is said why not."""

    NOT_STATED = "", "Not stated"
    COMPETITION = "competition", "Open competition"
    DIRECT = "direct", "Direct award"


COMMITTED = ("approved", "offered", "accepted", "active")


@tracked()
@pgtrigger.register(AWARD_TOTALS_BELONG_TO_THE_LEDGER, APPROVER_HOLDS_THE_RIGHT, AUTHORS_ARE_REMEMBERED)
class Award(models.Model):
    """Money given to an organisation. A joint award is one amount with a lead and partners, never counted once per partner."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="awards")
    reference = models.CharField(max_length=40)
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    partners = models.ManyToManyField(Organisation, related_name="awards_as_partner", blank=True)
    amount = MoneyField()
    awarded_on = models.DateField("announced on; until it is approved, the day on which it was drafted")
    purpose = models.CharField(max_length=20, choices=AwardPurpose.choices, default=AwardPurpose.NOT_STATED)
    status = models.CharField(max_length=10, choices=AWARD.choices(), default="draft")
    status_at = models.DateTimeField("in this status since", null=True, blank=True)
    status_reason = models.CharField(max_length=500, blank=True)
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
    summary = models.CharField("what the money is for", max_length=500, blank=True)
    conditions = models.TextField(blank=True)
    starts_on = models.DateField("work starts on", null=True, blank=True)
    ends_on = models.DateField("last day of the work", null=True, blank=True)
    route = models.CharField("how the recipient was chosen", max_length=12, choices=Route.choices, blank=True, default="")
    route_reason = models.CharField("why it is a direct award", max_length=500, blank=True)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    committed = MoneyField(default=0, editable=False)
    paid = MoneyField(default=0, editable=False)

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
            models.CheckConstraint(condition=Q(committed__gte=0, committed__lte=F("amount")), name="award_never_overcommitted"),
            models.CheckConstraint(condition=Q(paid__gte=0, paid__lte=F("amount")), name="award_never_overpaid"),
            models.CheckConstraint(
                condition=~Q(status__in=COMMITTED) | Q(committed=F("amount")), name="award_approved_is_committed"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(*COMMITTED, "completed", "recovered"))
                | Q(submitted_by__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
                name="award_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | (~Q(approved_by=F("submitted_by")) & ~Q(approved_by=F("edited_by"))),
                name="award_approver_is_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(status="recorded") | Q(submitted_by__isnull=True, approved_by__isnull=True, committed=0, paid=0),
                name="award_recorded_has_no_history",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("accepted", "active")) | Q(accepted_by__isnull=False), name="award_accepted_by_somebody"
            ),
            models.CheckConstraint(condition=~Q(route="direct") | ~Q(route_reason=""), name="award_direct_says_why"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="award_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"Award {self.reference}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("funding:award", args=[self.fund.mission.slug, self.reference])

    @property
    def is_published(self) -> bool:
        """Whether it was given, so that anybody may know of it."""
        return self.status in GIVEN


@pgtrigger.register(pgtrigger.Protect(name="award_author_is_kept", operation=pgtrigger.Update | pgtrigger.Delete))
class AwardAuthor(models.Model):
    """Somebody who once submitted an award, changed its draft or proposed other terms, and so never approves it. Written by triggers."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="authors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("award", "user"), name="award_author_once"),)

    def __str__(self) -> str:
        return f"{self.user_id}, an author of award {self.award_id}"


class AwardYear(models.Model):
    """How much of an award falls into one financial year; the years add up to the amount before it can be submitted."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="years")
    start_year = models.PositiveSmallIntegerField("financial year that starts in April")
    amount = MoneyField()

    class Meta:
        ordering = ("start_year",)
        constraints = (
            models.UniqueConstraint(fields=("award", "start_year"), name="award_year_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_year_positive"),
        )

    def __str__(self) -> str:
        return f"{self.award_id}, {self.year}"

    @property
    def year(self) -> FinancialYear:
        """The financial year."""
        return FinancialYear(self.start_year)


class MilestoneKind(models.TextChoices):
    """What shows that a milestone is reached."""

    DELIVERY = "delivery", "Work delivered"
    EVIDENCE = "evidence", "Evidence sent"
    CONFORMANCE = "conformance", "Product passes the conformance test of the standard"


@tracked()
class Milestone(models.Model):
    """Something that the recipient has to reach by a day, and what is paid for it."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="milestones")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=MilestoneKind.choices, default=MilestoneKind.DELIVERY)
    due_on = models.DateField("due on")
    amount = MoneyField("paid for it")
    status = models.CharField(max_length=10, choices=MILESTONE.choices(), default="planned")
    status_at = models.DateTimeField("in this status since", null=True, blank=True)
    report = models.TextField("what the recipient says", blank=True)
    evidence_url = models.URLField("where the evidence is", max_length=500, blank=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    met_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("award", "number"), name="milestone_number_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="milestone_amount_not_negative"),
            models.CheckConstraint(condition=~Q(met_by=F("reported_by")), name="milestone_met_by_another_person"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def turn(self) -> str | None:
        """Who acts next."""
        return MILESTONE.states[self.status].turn


TERMS_ARE_KEPT = pgtrigger.Protect(
    name="variation_terms_are_kept",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "ROW(OLD.before, OLD.after, OLD.reason, OLD.proposed_by_id) IS DISTINCT FROM ROW(NEW.before, NEW.after, NEW.reason, NEW.proposed_by_id)"
        " OR OLD.status <> 'proposed'"
    ),
)


@pgtrigger.register(
    TERMS_ARE_KEPT,
    pgtrigger.Protect(name="variation_is_never_deleted", operation=pgtrigger.Delete),
    VARIATION_APPROVER_HOLDS_THE_RIGHT,
    PROPOSERS_ARE_REMEMBERED,
)
class Variation(models.Model):
    """A change of an award's terms with its reason and its own approval. `before` keeps the earlier terms, `after` the new ones."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="variations")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField()
    before = models.JSONField()
    after = models.JSONField()
    amount = MoneyField("amount after it")
    status = models.CharField(max_length=10, choices=VARIATION.choices(), default="proposed")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("award", "number"), name="variation_number_once"),
            models.UniqueConstraint(fields=("award",), condition=Q(status="proposed"), name="variation_one_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="variation_says_why"),
            models.CheckConstraint(
                condition=~Q(status="approved") | ~Q(decided_by=F("proposed_by")), name="variation_approver_is_another"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("proposed", "withdrawn")) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="variation_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"Variation {self.number} of award {self.award_id}"


class Document(models.Model):
    """A file that belongs to an award: its letter, an agreement, evidence."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="documents")
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="evidence for"
    )
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-added_at", "-pk")

    def __str__(self) -> str:
        return self.title


class SpendKind(models.TextChoices):
    """What a grant to a council may be spent on."""

    REVENUE = "revenue", "Revenue"
    CAPITAL = "capital", "Capital"


@tracked()
class Determination(models.Model):
    """The grant determination under section 31 of the Local Government Act 2003 by which a council is paid."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="determination")
    number = models.CharField(max_length=40)
    is_ring_fenced = models.BooleanField("ring-fenced", default=False)
    spend_kind = models.CharField("revenue or capital", max_length=8, choices=SpendKind.choices)
    consent_on = models.DateField("Treasury consent on")
    determined_on = models.DateField("determined on")
    conditions = models.TextField(blank=True)
    carry_forward = models.CharField("what may be carried into the next year", max_length=300, blank=True)
    certified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    certified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(determined_on__gte=F("consent_on")), name="determination_after_consent"),
            models.CheckConstraint(
                condition=Q(certified_by__isnull=True, certified_at__isnull=True)
                | Q(certified_by__isnull=False, certified_at__isnull=False),
                name="determination_certified_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"Determination {self.number}"


class StandardItem(models.TextChoices):
    """What the government's grants standard (GovS 015) asks of a general grant."""

    OFFICER = "officer", "A senior officer is responsible for the grant"
    APPROVALS = "approvals", "Approvals are in place and the grant’s data are captured"
    PANEL = "panel", "The complex grants panel was asked, where the grant is new, high risk, novel or contentious"
    CASE = "case", "There is a business case"
    COMPETITION = "competition", "The recipient was chosen by competition"
    AGREEMENT = "agreement", "There is a grant agreement"
    RISK = "risk", "Risks were assessed and the recipient was checked"
    PERFORMANCE = "performance", "Performance is measured and monitored"
    REVIEW = "review", "It is reviewed and reconciled every year"
    TRAINING = "training", "Those who manage the grant are trained"


class StandardCheck(models.Model):
    """One item of the grants standard for one award: met, or explained why not."""

    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="standard_checks")
    item = models.CharField(max_length=12, choices=StandardItem.choices)
    is_met = models.BooleanField()
    explanation = models.CharField(max_length=500, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("award", "item"), name="standard_check_once"),
            models.CheckConstraint(condition=Q(is_met=True) | ~Q(explanation=""), name="standard_check_met_or_explained"),
        )

    def __str__(self) -> str:
        return f"{self.item} of award {self.award_id}"
