"""The ledger: every promise and payment of money, appended and never changed; and who holds an award after a reorganisation."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from funding.award_querysets import LedgerQuerySet
from funding.models.awards import Award
from funding.models.funds import FundYear
from funding.models.payments import Payment
from missions.core.money import MoneyField
from missions.people.models import User
from missions.register.models import Organisation


class EntryKind(models.TextChoices):
    """What an entry does to the totals."""

    COMMIT = "commit", "Committed"
    VARY = "vary", "Varied"
    PAY = "pay", "Paid"
    RECOVER = "recover", "Recovered"
    CLOSE = "close", "Released at the end"


# One statement for the year's totals, one for the award's: whoever comes second waits for the row, then meets its checks.
KEEP_TOTALS = pgtrigger.Trigger(
    name="ledger_keeps_the_totals",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    declare=[("promised", "numeric"), ("spent", "numeric"), ("award_row", "funding_award%ROWTYPE"), ("allowed", "text[]")],
    func="""
        promised := CASE WHEN NEW.kind IN ('commit', 'vary', 'close') THEN NEW.amount ELSE 0 END;
        spent := CASE WHEN NEW.kind IN ('pay', 'recover') THEN NEW.amount ELSE 0 END;
        SELECT * INTO award_row FROM funding_award award WHERE award.id = NEW.award_id FOR UPDATE;
        allowed := CASE NEW.kind
            WHEN 'commit' THEN ARRAY['submitted']
            WHEN 'vary' THEN ARRAY['approved', 'offered', 'accepted', 'active']
            WHEN 'pay' THEN ARRAY['active']
            WHEN 'recover' THEN ARRAY['active', 'completed', 'recovered']
            ELSE ARRAY['completed', 'withdrawn', 'declined', 'recovered'] END;
        IF NOT award_row.status = ANY (allowed) THEN
            RAISE EXCEPTION 'a % award takes no % entry', award_row.status, NEW.kind USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.kind = 'pay' THEN
            PERFORM 1 FROM funding_payment payment
             WHERE payment.id = NEW.payment_id AND payment.award_id = NEW.award_id AND payment.status = 'released'
               AND payment.amount >= (SELECT sum(entry.amount) FROM funding_ledgerentry entry WHERE entry.payment_id = payment.id);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'only a released payment is paid, and once' USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        UPDATE funding_fundyear SET committed = committed + promised, paid = paid + spent
         WHERE id = NEW.fund_year_id AND fund_id = award_row.fund_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the year belongs to another fund' USING ERRCODE = 'check_violation';
        END IF;
        UPDATE funding_award
           SET committed = committed + promised, paid = paid + spent,
               amount = amount + CASE WHEN NEW.kind = 'vary' THEN NEW.amount ELSE 0 END
         WHERE id = NEW.award_id;
        RETURN NULL;
    """,
)


@pgtrigger.register(KEEP_TOTALS, pgtrigger.Protect(name="ledger_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class LedgerEntry(models.Model):
    """One movement of money, drawn on one year of the fund. Balances are sums of these."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="entries")
    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    amount = MoneyField("amount, negative where it takes back")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=500, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name_plural = "ledger entries"
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=("commit", "pay"), amount__gt=0)
                | Q(kind__in=("recover", "close"), amount__lt=0)
                | (Q(kind="vary") & ~Q(amount=0)),
                name="ledger_sign_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="pay", payment__isnull=False) | (~Q(kind="pay") & Q(payment__isnull=True)),
                name="ledger_pays_a_payment",
            ),
            models.UniqueConstraint(fields=("award", "fund_year"), condition=Q(kind="commit"), name="ledger_commits_once"),
            models.UniqueConstraint(fields=("payment", "fund_year"), condition=Q(kind="pay"), name="ledger_pays_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


@pgtrigger.register(pgtrigger.Protect(name="novation_never_changes", operation=pgtrigger.Update | pgtrigger.Delete))
class Novation(models.Model):
    """An award passes from a day on: what one organisation held goes to others, in parts that a person entered."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="novations")
    on = models.DateField("from this day on")
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField("what it held")
    reason = models.CharField(max_length=500)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("award", "on", "from_organisation"), name="novation_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="novation_amount_positive"),
        )

    def __str__(self) -> str:
        return f"Award {self.award_id} passes on {self.on}"


PARTS_ADD_UP = pgtrigger.Trigger(
    name="novation_parts_add_up",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func="""
        IF (SELECT sum(part.amount) FROM funding_novationpart part WHERE part.novation_id = NEW.novation_id)
           <> (SELECT novation.amount FROM funding_novation novation WHERE novation.id = NEW.novation_id) THEN
            RAISE EXCEPTION 'the parts of a novation must add up to the penny' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)


@pgtrigger.register(
    PARTS_ADD_UP, pgtrigger.Protect(name="novation_part_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
)
class NovationPart(models.Model):
    """What one successor takes over."""

    novation = models.ForeignKey(Novation, on_delete=models.PROTECT, related_name="parts")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    amount = MoneyField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("novation", "to_organisation"), name="novation_part_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="novation_part_positive"),
        )

    def __str__(self) -> str:
        return f"{self.amount} to {self.to_organisation_id}"
