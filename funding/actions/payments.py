"""Payments: asked for by one person, released by another, paid by a run that may be killed and run again."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction

from funding import ledger
from funding.access import Place, why_not_draft, why_not_release
from funding.actions.moves import REFUSED_BY_DATABASE, changing
from funding.lifecycle import PAYMENT
from funding.models import Award, Milestone, Payment, PaymentRun
from funding.novation import holders
from missions.core import jobs
from missions.core.access import require
from missions.core.audit import record
from missions.core.formats import pounds
from missions.core.jobs import Tell
from missions.core.models import Job
from missions.core.money import to_pence
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing
from missions.stewardship.models import Mission

RUN_KIND = "funding.payment-run"


def request(
    *,
    by: User,
    place: Place,
    amount: Decimal,
    what: str,
    now: dt.datetime,
    milestone: Milestone | None = None,
    payee: Organisation | None = None,
) -> Payment:
    """Ask for a payment of an active award: for a milestone that is met, or for what the team checked otherwise."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        return ask(award, by=by, amount=amount, what=what, now=now, on=place.standing.on, milestone=milestone, payee=payee)


def ask(
    award: Award,
    *,
    by: User,
    amount: Decimal,
    what: str,
    now: dt.datetime,
    on: dt.date,
    milestone: Milestone | None = None,
    payee: Organisation | None = None,
) -> Payment:
    """As above, for callers that hold the award locked and have asked for the right, as claims do."""
    amount = to_pence(amount)
    if award.status != "active":
        raise NotNow("Only an active award is paid.")
    if milestone is not None and milestone.status != "met":
        raise NotNow("The team must confirm first that this milestone is met.")
    if amount <= 0:
        raise NotNow("A payment is more than nothing.")
    room = award.amount - award.payments.standing().total()
    if amount > room:
        raise NotNow(f"{pounds(room)} of this award is neither paid nor asked for, and this is {pounds(amount)}.")
    payment = Payment.objects.create(
        award=award,
        payee=_payee(award, payee, on),
        milestone=milestone,
        number=award.payments.count() + 1,
        amount=amount,
        what=what,
        requested_by=by,
        requested_at=now,
    )
    detail = {"payment": payment.number, "amount": f"{amount:.2f}"}
    record("payment.request", by=by, subject=award, mission=award.fund.mission, **detail)
    return payment


def _payee(award: Award, payee: Organisation | None, on: dt.date) -> Organisation:
    """Who holds the award that day; where several do, the caller says which one."""
    held = {holder.organisation.pk: holder.organisation for holder in holders(award, on=on)}
    if payee is None and len(held) == 1:
        return next(iter(held.values()))
    if payee is None or payee.pk not in held:
        raise NotNow("Say which of the organisations that hold this award is paid.")
    return payee


def refuse(*, by: User, standing: Standing, payment: Payment, reason: str) -> None:
    """The payments officer sends a payment back with a reason."""
    require(why_not_release(standing))
    if not reason.strip():
        raise NotNow("Say why: those who asked for it read it.")
    with transaction.atomic():
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        PAYMENT.check(locked.status, "refused")
        locked.status, locked.status_reason = "refused", reason.strip()
        locked.save(update_fields=["status", "status_reason"])
        record("payment.refuse", by=by, subject=locked.award, mission=standing.mission, payment=locked.number)


def release(*, by: User, standing: Standing, payments: Sequence[Payment], now: dt.datetime) -> PaymentRun:
    """Release payments that others asked for and approved, all of them or none; a job pays them."""
    require(why_not_release(standing))
    if not payments:
        raise NotNow("Choose the payments to release.")
    try:
        with transaction.atomic():
            return _release(by, standing, [payment.pk for payment in payments], now)
    except IntegrityError as error:
        raise NotNow(next((words for name, words in REFUSED_BY_DATABASE.items() if name in str(error)), _RELEASER)) from error


_RELEASER = "One of these payments must be released by somebody else."


def _release(by: User, standing: Standing, ids: list[int], now: dt.datetime) -> PaymentRun:
    Mission.objects.select_for_update(no_key=True).get(pk=standing.mission.pk)
    locked = list(
        Payment.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, award__fund__mission=standing.mission)
        .select_related("award")
        .prefetch_related("award__variations")
        .order_by("pk")
    )
    for payment in locked:
        PAYMENT.check(payment.status, "released")
        require(why_not_release(standing, payment, approvers_of(payment.award)))
    run = PaymentRun.objects.create(
        mission=standing.mission,
        number=PaymentRun.objects.filter(mission=standing.mission).count() + 1,
        released_by=by,
        released_at=now,
    )
    for payment in locked:
        payment.status, payment.released_by, payment.released_at, payment.run = "released", by, now, run
    Payment.objects.bulk_update(locked, ["status", "released_by", "released_at", "run"])
    run.job = jobs.ask(by=by, kind=RUN_KIND, run=run.pk)
    run.save(update_fields=["job"])
    record("payment.release", by=by, subject=run, mission=standing.mission, payments=ids)
    return run


def approvers_of(award: Award) -> set[int | None]:
    """Who approved the award or one of its variations; `variations` may be prefetched."""
    return {award.approved_by_id, *(item.decided_by_id for item in award.variations.all() if item.status == "approved")}


def do_run(job: Job, tell: Tell) -> str:
    """The work of the job, in one transaction: all of a run is paid or nothing is, and running it again pays only what isn’t paid yet."""
    run = PaymentRun.objects.select_related("released_by", "mission").get(pk=job.parameters["run"])
    released = list(Payment.objects.filter(run=run, status="released").order_by("award_id", "pk").values_list("pk", flat=True))
    refused = []
    for done, pk in enumerate(released, start=1):
        tell("Paying", done, len(released))
        sentence = pay(pk, run=run, now=job.started_at or run.released_at)
        if sentence is not None:
            refused.append({"payment": pk, "reason": sentence})
    job.report = {"paid": len(released) - len(refused), "refused": refused}
    return Job.Status.DONE


def pay(pk: int, *, run: PaymentRun, now: dt.datetime) -> str | None:
    """Pay one released payment; the reason when it can’t be paid: it stays released, and nothing of it is written."""
    try:
        with transaction.atomic():
            award_id = Payment.objects.values_list("award_id", flat=True).get(pk=pk)
            award = Award.objects.select_for_update(of=("self",)).select_related("fund__mission").get(pk=award_id)
            payment = Payment.objects.select_for_update().get(pk=pk)
            if payment.status == "paid":
                return None
            PAYMENT.check(payment.status, "paid")
            payment.award = award
            ledger.pay(payment, by=run.released_by, now=now)
            payment.status, payment.paid_at = "paid", now
            payment.save(update_fields=["status", "paid_at"])
            record("payment.pay", by=None, subject=award, mission=run.mission, payment=payment.number)
    except NotNow as error:
        return error.sentence
    except IntegrityError:
        return "The award is not active, its determination is missing, or the payment is more than what is left of it."
    return None
