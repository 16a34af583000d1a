"""Payments of awards, and the runs that pay them."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from funding.award_querysets import PaymentQuerySet
from funding.lifecycle import PAYMENT
from funding.models.awards import Award, Milestone
from missions.core.history import tracked
from missions.core.models import Job
from missions.core.money import MoneyField
from missions.people.models import User
from missions.register.models import Organisation


class PaymentRun(models.Model):
    """Payments that one person released together; a job pays them."""

    mission = models.ForeignKey("stewardship.Mission", on_delete=models.PROTECT, related_name="payment_runs")
    number = models.PositiveIntegerField()
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=timezone.now)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("mission", "number"), name="payment_run_number_once"),)

    def __str__(self) -> str:
        return f"Payment run {self.number}"


# The approver of an award, or of any of its variations, never releases its money.
RELEASED_BY_ANOTHER = pgtrigger.Trigger(
    name="payment_released_by_another",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.released_by_id IS NOT NULL"),
    func="""
        PERFORM 1 FROM funding_award award WHERE award.id = NEW.award_id AND award.approved_by_id = NEW.released_by_id
          UNION ALL
        SELECT 1 FROM funding_variation variation
         WHERE variation.award_id = NEW.award_id AND variation.status = 'approved' AND variation.decided_by_id = NEW.released_by_id;
        IF FOUND THEN
            RAISE EXCEPTION 'who approved an award never releases its payments' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
# Consent, then determination, then payment; and the council's finance officer stands behind it.
PAID_UNDER_ITS_DETERMINATION = pgtrigger.Trigger(
    name="payment_follows_its_determination",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("NEW.status = 'paid' AND OLD.status <> 'paid'"),
    func="""
        PERFORM 1 FROM funding_award award
          JOIN funding_fund fund ON fund.id = award.fund_id
          LEFT JOIN funding_determination determination ON determination.award_id = award.id
         WHERE award.id = NEW.award_id AND fund.is_section_31
           AND (determination.id IS NULL OR determination.certified_at IS NULL
                OR determination.determined_on > (NEW.paid_at AT TIME ZONE 'Europe/London')::date);
        IF FOUND THEN
            RAISE EXCEPTION 'no section 31 grant is paid before its determination' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
WHAT_IS_ASKED_IS_KEPT = pgtrigger.Protect(
    name="payment_asked_is_kept",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "ROW(OLD.award_id, OLD.amount, OLD.payee_id, OLD.milestone_id, OLD.requested_by_id)"
        " IS DISTINCT FROM ROW(NEW.award_id, NEW.amount, NEW.payee_id, NEW.milestone_id, NEW.requested_by_id)"
        " OR OLD.status IN ('paid', 'refused')"
    ),
)


@tracked()
@pgtrigger.register(
    RELEASED_BY_ANOTHER,
    PAID_UNDER_ITS_DETERMINATION,
    WHAT_IS_ASKED_IS_KEPT,
    pgtrigger.Protect(name="payment_is_never_deleted", operation=pgtrigger.Delete),
)
class Payment(models.Model):
    """One payment of an award: asked for by one person, released by another, then paid, once."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="payments")
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payments")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    number = models.PositiveSmallIntegerField()
    amount = MoneyField()
    what = models.CharField("what it pays for", max_length=200)
    status = models.CharField(max_length=10, choices=PAYMENT.choices(), default="requested")
    status_reason = models.CharField(max_length=500, blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    paid_at = models.DateTimeField(null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ("award", "number")
        constraints = (
            models.UniqueConstraint(fields=("award", "number"), name="payment_number_once"),
            models.UniqueConstraint(
                fields=("milestone",), condition=Q(milestone__isnull=False) & ~Q(status="refused"), name="milestone_paid_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(condition=~Q(released_by=F("requested_by")), name="payment_released_by_another_person"),
            models.CheckConstraint(
                condition=~Q(status__in=("released", "paid")) | Q(released_by__isnull=False, released_at__isnull=False),
                name="payment_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status="paid", paid_at__isnull=False) | (~Q(status="paid") & Q(paid_at__isnull=True)),
                name="payment_paid_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"Payment {self.number} of award {self.award_id}"
