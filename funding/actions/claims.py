"""Claims for councils’ time: written, sent, certified, checked, approved, paid, returned, withdrawn."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum

from funding.actions import payments
from funding.actions.documents import SentFile
from funding.claim_access import CLAIM_MOVES, Claimant, Place, claimable_awards
from funding.claim_lifecycle import CLAIM
from funding.claims import amount_of, claimed_already, work_of
from funding.day_rates import rates_for
from funding.models import Award, Claim, ClaimFile, ClaimLine
from missions.core.access import require
from missions.core.audit import record
from missions.core.files import keep
from missions.core.formats import pounds
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing

MOST_FILES = 10
STEP_FIELDS = ("status", "status_since", "comment", "submitted_by", "certified_by", "checked_by", "approved_by", "payment")
BROKEN = {
    "claim_line_not_claimed_twice": "Another claim is for the same work in the same role and days already. The same work is paid once.",
    "claim_invoice_number_once": "Another claim of this council has this invoice number. Each invoice is claimed once: check the number.",
}


@dataclass(frozen=True)
class Line:
    """Days in a role on named work, as somebody typed them."""

    work: str
    role: int
    days: Decimal


@dataclass(frozen=True)
class Written:
    """What a council says in a claim; half of it may still be missing while it is a draft."""

    starts_on: dt.date
    ends_on: dt.date
    invoice_number: str = ""
    statement: str = ""
    lines: Sequence[Line] = field(default_factory=tuple)


def begin(*, by: User, standing: Standing, award: Award, council: Organisation, starts_on: dt.date, ends_on: dt.date) -> Claim:
    """A new draft, for an award that the council accepted."""
    pairs = [(found.pk, pk) for found, pk in claimable_awards(standing, Claimant.of(standing))]
    if (award.pk, council.pk) not in pairs:
        raise NotAllowed("You can claim only for your own council, from an award for its time that it has accepted.")
    with transaction.atomic():
        claim = Claim.objects.create(award=award, council=council, starts_on=starts_on, ends_on=ends_on, created_by=by)
        record("claim.begin", by=by, subject=claim, mission=standing.mission, award=award.pk)
    return claim


def write(*, by: User, place: Place, written: Written, file: SentFile | None = None) -> None:
    """Save a draft as it stands, with the evidence that was sent. Its lines are replaced by those written, at the rates of its days."""
    require(place.why_not_write())
    try:
        with transaction.atomic():
            claim = _lock(place)
            if not claim.is_open:
                raise NotNow("This claim has been sent, so it doesn’t change. Ask for it to be returned first.")
            claim.starts_on, claim.ends_on = written.starts_on, written.ends_on
            claim.invoice_number, claim.statement = written.invoice_number.strip(), written.statement.strip()
            claim.save(update_fields=["starts_on", "ends_on", "invoice_number", "statement"])
            claim.lines.all().delete()
            ClaimLine.objects.bulk_create(_lines(claim, written))
            record("claim.write", by=by, subject=claim, mission=place.standing.mission, lines=len(written.lines))
            if file is not None:
                _keep_evidence(claim, file, by=by, place=place)
    except IntegrityError as error:
        raise _in_words(error, place.claim) from error


def _lines(claim: Claim, written: Written) -> Iterable[ClaimLine]:
    fund = claim.award.fund
    work = work_of(fund.mission_id, claim.council_id)
    roles = [line.role for line in written.lines]
    rates: Mapping[int, Decimal] = rates_for(fund, roles, starts_on=written.starts_on, ends_on=written.ends_on) if roles else {}
    for line in written.lines:
        if line.work not in work:
            raise NotNow("Choose work that the mission asked your council for.")
        yield ClaimLine(
            claim=claim,
            role_id=line.role,
            work=line.work,
            title=work[line.work].title,
            days=line.days,
            rate=rates[line.role],
            amount=amount_of(line.days, rates[line.role]),
        )


def _keep_evidence(claim: Claim, sent: SentFile, *, by: User, place: Place) -> None:
    """The same file is kept once. The form has looked at its kind and size."""
    if claim.files.count() >= MOST_FILES:
        raise NotNow(f"A claim holds at most {MOST_FILES} files. Take one away first.")
    file = keep(sent.name, sent.content, sent_by_id=by.pk)
    _, is_new = ClaimFile.objects.get_or_create(claim=claim, file=file, defaults={"name": sent.name, "added_by": by})
    if is_new:
        record("claim.add-file", by=by, subject=claim, mission=place.standing.mission, file=file.pk)


def remove_file(*, by: User, place: Place, file: ClaimFile) -> None:
    """Take evidence away from a claim that isn’t sent yet."""
    require(place.why_not_write())
    with transaction.atomic():
        claim = _lock(place)
        if not claim.is_open:
            raise NotNow("This claim has been sent, so its files stay with it.")
        claim.files.filter(pk=file.pk).delete()
        record("claim.remove-file", by=by, subject=claim, mission=place.standing.mission, file=file.file_id)


def submit(*, by: User, place: Place, now: dt.datetime) -> None:
    """Send it to the council’s finance certifier: complete, about days that are over, and within what is left of the award."""
    with _step(by, place, "submit", now) as claim:
        missing = why_not_complete(claim, place.standing.on)
        if missing is not None:
            raise NotNow(missing)
        claim.submitted_by, claim.comment = by, ""
        claim.certified_by = claim.checked_by = claim.approved_by = None


def certify(*, by: User, place: Place, now: dt.datetime) -> None:
    """The council’s finance certifier says that the time was given and is claimed nowhere else."""
    with _step(by, place, "certify", now) as claim:
        claim.certified_by = by


def check(*, by: User, place: Place, now: dt.datetime) -> None:
    """Somebody in the team has compared it with the work and its evidence."""
    with _step(by, place, "check", now) as claim:
        claim.checked_by = by


def approve(*, by: User, place: Place, now: dt.datetime) -> None:
    """Approved for payment, while the award still has room for it: the payment is asked for in the same transaction."""
    with _step(by, place, "approve", now) as claim:
        award = Award.objects.select_for_update(of=("self",)).select_related("fund__mission").get(pk=claim.award_id)
        claim.approved_by = by
        claim.payment = payments.ask(
            award,
            by=by,
            amount=total_of(claim),
            what=f"Claim {claim.pk}, invoice {claim.invoice_number}",
            now=now,
            on=place.standing.on,
            payee=claim.council,
        )


def pay(*, by: User, place: Place, now: dt.datetime) -> None:
    """Release the payment; the run that pays it makes the claim paid, which never goes back."""
    require(place.why_not("pay"))
    claim = Claim.objects.select_related("payment").get(pk=place.claim.pk)
    if claim.status != "approved" or claim.payment is None:
        CLAIM.check(claim.status, "paid")
        raise NotNow("This claim has no payment yet.")
    payments.release(by=by, standing=place.standing, payments=[claim.payment], now=now)


def send_back(*, by: User, place: Place, comment: str, now: dt.datetime) -> None:
    """Return it to the council, with what must change."""
    if not comment.strip():
        raise NotNow("Say what must change, so that the council can send it again.")
    if place.claim.status == "approved" and place.claim.payment is not None:
        require(place.why_not("return"))
        # The refused payment takes the claim back with it, in the database.
        payments.refuse(by=by, standing=place.standing, payment=place.claim.payment, reason=comment)
        return
    with _step(by, place, "return", now) as claim:
        claim.comment = comment.strip()


def withdraw(*, by: User, place: Place, now: dt.datetime) -> None:
    """The council takes it back; the work may be claimed for again."""
    with _step(by, place, "withdraw", now):
        pass


@contextmanager
def _step(by: User, place: Place, move: str, now: dt.datetime) -> Iterator[Claim]:
    """The locked claim, once it is certain that this person may take this step now; what the caller set is saved with the new state."""
    status = CLAIM_MOVES[move]
    try:
        with transaction.atomic():
            claim = _lock(place)
            require(replace(place, claim=claim).why_not(move))
            before = claim.status
            CLAIM.check(before, status)
            yield claim
            claim.status, claim.status_since = status, now
            claim.save(update_fields=STEP_FIELDS)
            record(f"claim.{move}", by=by, subject=claim, mission=place.standing.mission, before=before, after=status)
    except IntegrityError as error:
        raise _in_words(error, place.claim) from error


def _lock(place: Place) -> Claim:
    locked = Claim.objects.select_for_update(of=("self",)).select_related("award__fund", "council")
    found: Claim = locked.get(pk=place.claim.pk)
    return found


def why_not_complete(claim: Claim, on: dt.date) -> str | None:
    """What a draft still lacks before it can be sent, in a sentence."""
    if not claim.lines.exists():
        return "Say for which work you claim, in which role, and how many days."
    if not claim.invoice_number:
        return "Enter your invoice number: the payment names it, and each invoice is claimed once."
    if claim.ends_on is not None and claim.ends_on > on + dt.timedelta(days=1):
        return "Claim for days that are over: the last day of this claim lies in the future."
    if not claim.files.exists():
        return "Add at least one file that shows the time, for example a timesheet."
    return claimed_already(claim) or _why_no_room(claim)


def total_of(claim: Claim) -> Decimal:
    """The sum of its lines."""
    found: Decimal | None = claim.lines.aggregate(total=Sum("amount"))["total"]
    return found or Decimal(0)


def _why_no_room(claim: Claim) -> str | None:
    left = claim.award.amount - claim.award.payments.standing().total()
    total = total_of(claim)
    if total <= left:
        return None
    return f"{pounds(left)} is left of the award, and this claim comes to {pounds(total)}. Claim less, or ask the team for a variation."


def _in_words(error: IntegrityError, claim: Claim) -> NotNow:
    """The sentence for a constraint that refused; whatever has none is a fault of ours and stays one."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name == "claim_line_not_claimed_twice":
        return NotNow(claimed_already(Claim.objects.get(pk=claim.pk)) or BROKEN[name])
    if name in BROKEN:
        return NotNow(BROKEN[name])
    raise error
