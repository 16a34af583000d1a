"""Claims for councils’ time: day rates by role, and days × rate for named work, with evidence and every step’s person."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Round, Trim, Upper
from django.urls import reverse
from django.utils import timezone

from funding.claim_lifecycle import CLAIM, OPEN, UNSENT
from funding.claim_querysets import ClaimQuerySet, DayRateQuerySet
from funding.models.awards import Award
from funding.models.funds import Fund
from funding.models.payments import Payment
from funding.models.rules import days
from missions.core.history import tracked
from missions.core.models import StoredFile
from missions.core.money import MoneyField
from missions.core.spans import Span, span_in_order
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import Mission


class PaidRole(models.Model):
    """A kind of work that the mission pays for. A role, never a person: nobody’s pay is asked or kept."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="paid_roles")
    name = models.CharField("name of the role", max_length=80)
    what = models.CharField("what people in this role do", max_length=200, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint("mission", Upper("name"), name="paid_role_once"),)

    def __str__(self) -> str:
        return self.name


@tracked()
class DayRate(Span):
    """What is paid for a day in a role, from a day to a day: for all funds of the mission, or for one."""

    role = models.ForeignKey(PaidRole, on_delete=models.PROTECT, related_name="rates")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="day_rates")
    amount = MoneyField("pounds a day")
    source = models.CharField("where it was agreed", max_length=300)

    objects = DayRateQuerySet.as_manager()

    class Meta:
        ordering = ("role__name", "-starts_on")
        constraints = (
            span_in_order("day_rate_span"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="day_rate_positive"),
            models.CheckConstraint(condition=Q(starts_on__isnull=False), name="day_rate_has_first_day"),
            ExclusionConstraint(
                name="day_rate_one_at_a_time",
                expressions=[
                    ("role", RangeOperators.EQUAL),
                    (Func(F("fund"), Value(0), function="COALESCE"), RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="There is a rate for this role on some of these days already. End that one first.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} a day from {self.starts_on}"


def _different(one: str, other: str) -> models.CheckConstraint:
    """Two steps of a claim are taken by two people."""
    either_is_open = Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True})
    return models.CheckConstraint(condition=either_is_open | ~Q(**{one: F(other)}), name=f"claim_{one[:-3]}_not_{other[:-3]}")


# Lines hold copies of what their claim says, so that the constraint against claiming twice can see it; the database keeps them true.
CARRY_TO_LINES = pgtrigger.Trigger(
    name="carry_to_lines",
    operation=pgtrigger.UpdateOf("council_id", "starts_on", "ends_on", "status"),  # type: ignore[no-untyped-call]
    when=pgtrigger.After,
    func="UPDATE funding_claimline SET days = days WHERE claim_id = NEW.id; RETURN NULL;",
)
COPY_FROM_CLAIM = pgtrigger.Trigger(
    name="copy_from_claim",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    declare=[("held", "RECORD")],
    func=f"""
        SELECT council_id, starts_on, ends_on, status INTO STRICT held FROM funding_claim WHERE id = NEW.claim_id;
        IF held.status NOT IN {OPEN} AND (TG_OP = 'INSERT' OR
            (NEW.claim_id, NEW.role_id, NEW.work, NEW.days, NEW.rate, NEW.amount)
            IS DISTINCT FROM (OLD.claim_id, OLD.role_id, OLD.work, OLD.days, OLD.rate, OLD.amount)) THEN
            RAISE EXCEPTION 'A claim that was sent doesn’t change: return it first.' USING ERRCODE = 'check_violation';
        END IF;
        NEW.council_id := held.council_id; NEW.starts_on := held.starts_on; NEW.ends_on := held.ends_on;
        NEW.counts := held.status NOT IN {UNSENT};
        RETURN NEW;
    """,  # noqa: S608 - made of this module's own constants
)
KEEP_SENT_LINES = pgtrigger.Trigger(
    name="keep_sent_lines",
    operation=pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("held", "TEXT")],
    func=f"""
        SELECT status INTO held FROM funding_claim WHERE id = OLD.claim_id;
        IF held NOT IN {OPEN} THEN
            RAISE EXCEPTION 'A claim that was sent doesn’t change: return it first.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    """,  # noqa: S608 - made of this module's own constants
)


@pgtrigger.register(
    CARRY_TO_LINES,
    pgtrigger.Protect(
        name="paid_claim_never_changes",
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.status = 'paid'"),
    ),
)
@tracked(exclude=["comment", "statement"])
class Claim(Span):
    """What a council asks to be paid for its time in a period. Its amount is the sum of its lines."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="claims")
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims")
    invoice_number = models.CharField("your invoice number", max_length=40, blank=True)
    statement = models.TextField("what the time was for", blank=True)
    status = models.CharField(max_length=10, choices=CLAIM.choices(), default="draft")
    status_since = models.DateTimeField(default=timezone.now)
    comment = models.TextField("what must change before it is sent again", blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claims_begun")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="claims_submitted")
    certified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="claims_certified")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="claims_checked")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="claims_approved")
    paid_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="claims_paid")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="claim")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-status_since", "-pk")
        constraints = (
            span_in_order("claim_span"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False, ends_on__isnull=False), name="claim_has_first_and_last_day"
            ),
            models.CheckConstraint(condition=Q(status__in=list(CLAIM.states)), name="claim_status_known"),
            models.UniqueConstraint(
                "council",
                Upper(Trim("invoice_number")),
                condition=~Q(invoice_number="") & ~Q(status="withdrawn"),
                name="claim_invoice_number_once",
            ),
            models.CheckConstraint(condition=Q(status__in=UNSENT) | ~Q(invoice_number=""), name="claim_sent_with_invoice_number"),
            models.CheckConstraint(
                condition=Q(status__in=UNSENT) | Q(submitted_by__isnull=False), name="claim_submitted_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("certified", "checked", "approved", "paid")) | Q(certified_by__isnull=False),
                name="claim_certified_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("checked", "approved", "paid")) | Q(checked_by__isnull=False),
                name="claim_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("approved", "paid")) | Q(approved_by__isnull=False, payment__isnull=False),
                name="claim_approved_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(status="paid") | Q(paid_by__isnull=False), name="claim_paid_by_somebody"),
            _different("submitted_by", "certified_by"),
            _different("submitted_by", "checked_by"),
            _different("submitted_by", "approved_by"),
            _different("submitted_by", "paid_by"),
            _different("certified_by", "checked_by"),
            _different("certified_by", "approved_by"),
            _different("certified_by", "paid_by"),
            _different("checked_by", "approved_by"),
            _different("checked_by", "paid_by"),
            _different("approved_by", "paid_by"),
        )

    def __str__(self) -> str:
        return f"Claim {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("funding:claim", args=[self.award.fund.mission.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether the council may still change it."""
        return self.status in OPEN

    @property
    def turn(self) -> str | None:
        """Who acts next."""
        return CLAIM.states[self.status].turn


@pgtrigger.register(COPY_FROM_CLAIM, KEEP_SENT_LINES)
class ClaimLine(models.Model):
    """Days in a role on named work, at the rate of that time. The rate is kept: a later one changes nothing."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    role = models.ForeignKey(PaidRole, on_delete=models.PROTECT, related_name="claim_lines")
    work = models.CharField("round or other named work", max_length=120)
    title = models.CharField("name of the work", max_length=200)
    days = models.DecimalField(max_digits=6, decimal_places=2, validators=[MinValueValidator(0)])
    rate = MoneyField("pounds a day")
    amount = MoneyField()
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claim_lines", editable=False)
    starts_on = models.DateField(editable=False)
    ends_on = models.DateField(editable=False)
    counts = models.BooleanField("sent and not taken back", default=False, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(days__gt=0), name="claim_line_days_positive"),
            models.CheckConstraint(condition=Q(days=Round(F("days") * 4) / 4), name="claim_line_quarter_days"),
            models.CheckConstraint(condition=Q(amount=Round(F("days") * F("rate"), 2)), name="claim_line_days_times_rate"),
            models.UniqueConstraint(fields=("claim", "work", "role"), name="claim_line_once"),
            ExclusionConstraint(
                name="claim_line_not_claimed_twice",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    ("work", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(counts=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.days} days of {self.work}"


class ClaimFile(models.Model):
    """Evidence for a claim, exactly as it was sent."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="claim_files")
    name = models.CharField(max_length=120)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claim_files_added")

    class Meta:
        ordering = ("added_at", "pk")
        constraints = (models.UniqueConstraint(fields=("claim", "file"), name="claim_file_once"),)

    def __str__(self) -> str:
        return self.name


# Whoever took a step of a claim doesn’t release its payment; once that is paid the claim is, and when it is refused the claim goes back.
# The product’s pages say the same in words; these hold on every path to a payment.
pgtrigger.register(
    pgtrigger.Trigger(
        name="claim_released_by_another",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("released_by_id"),  # type: ignore[no-untyped-call]
        condition=pgtrigger.Condition("NEW.released_by_id IS NOT NULL"),
        func="""
            PERFORM 1 FROM funding_claim claim WHERE claim.payment_id = NEW.id
               AND NEW.released_by_id IN (claim.submitted_by_id, claim.certified_by_id, claim.checked_by_id, claim.approved_by_id);
            IF FOUND THEN
                RAISE EXCEPTION 'who took a step of a claim never releases its payment' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="claim_follows_its_payment",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("status"),  # type: ignore[no-untyped-call]
        condition=pgtrigger.Condition("OLD.status IS DISTINCT FROM NEW.status AND NEW.status IN ('paid', 'refused')"),
        func="""
            IF NEW.status = 'paid' THEN
                UPDATE funding_claim SET status = 'paid', status_since = NEW.paid_at, paid_by_id = NEW.released_by_id
                 WHERE payment_id = NEW.id AND status = 'approved';
            ELSE
                UPDATE funding_claim SET status = 'returned', status_since = now(), comment = NEW.status_reason, payment_id = NULL
                 WHERE payment_id = NEW.id AND status = 'approved';
            END IF;
            RETURN NULL;
        """,
    ),
)(Payment)
