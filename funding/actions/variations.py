"""Changing the terms of an award that was approved: proposed with a reason, approved by somebody else, earlier terms kept."""

import datetime as dt

from funding import ledger
from funding.access import Place, why_not_decide_variation, why_not_draft
from funding.actions.moves import changing
from funding.letters import ask_for_letter
from funding.lifecycle import VARIATION
from funding.models import COMMITTED, Award, Variation
from funding.subsidy import check as check_subsidy
from funding.terms import Terms, store_milestones, store_years, why_incomplete
from missions.core.access import require
from missions.core.audit import record
from missions.core.formats import pounds
from missions.core.refusals import NotNow
from missions.people.models import User


def propose(*, by: User, place: Place, terms: Terms, reason: str, now: dt.datetime) -> Variation:
    """Ask for other terms; nothing changes until it is approved."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        before, after = Terms.of(award), terms.in_pence()
        sentence = _why_not_vary(award, before, after, reason)
        if sentence is not None:
            raise NotNow(sentence)
        item = Variation.objects.create(
            award=award,
            number=award.variations.count() + 1,
            reason=reason.strip(),
            before=before.as_json(),
            after=after.as_json(),
            amount=after.amount,
            proposed_by=by,
            proposed_at=now,
        )
        record("variation.propose", by=by, subject=award, mission=place.standing.mission, variation=item.number)
    return item


def _why_not_vary(award: Award, before: Terms, after: Terms, reason: str) -> str | None:
    if award.status not in COMMITTED:
        return "Only an award that was approved and hasn’t ended can be varied."
    if award.variations.filter(status="proposed").exists():
        return "A variation of this award waits for its approval already."
    if not reason.strip():
        return "Say why: the reason is kept with the earlier terms."
    if after == before:
        return "Nothing differs from the terms as they stand."
    if after.amount <= 0:
        return "An award is more than nothing. Withdraw or recover it instead."
    if award.status == "offered":
        return "The offer waits for its answer. Withdraw it first, or wait until it is accepted."
    return why_incomplete(after, after.amount) or _why_not_milestones(award, after)


def _why_not_milestones(award: Award, after: Terms) -> str | None:
    """What was reported or paid for stays as it was agreed."""
    asked = {item.number: item for item in after.milestones}
    for item in award.milestones.exclude(status="planned"):
        terms = asked.get(item.number)
        if terms is None or (terms.amount, terms.due_on) != (item.amount, item.due_on):
            return f"Milestone {item.number} was reported already, so its amount and date stay."
    if after.amount < award.payments.standing().total():
        return f"{pounds(award.payments.standing().total())} was paid or asked for already, so the award can’t be less."
    return None


def approve(*, by: User, place: Place, number: int, now: dt.datetime) -> None:
    """The new terms hold: the ledger takes the difference, year by year, or it is refused with what is left."""
    with changing(place) as award:
        item = _lock(award, number, "approved")
        here = Place(place.standing, award, place.theirs)
        require(why_not_decide_variation(here, item))
        before, after = Terms.from_json(item.before), Terms.from_json(item.after)
        if before != Terms.of(award):
            raise NotNow("The terms have changed since this was proposed. Withdraw it and propose it again.")
        sentence = _why_not_milestones(award, after)
        if sentence is not None:
            raise NotNow(sentence)
        if after.amount > award.amount:
            check_subsidy(award, on=place.standing.on, amount=after.amount)
        ledger.vary(award, before.years, after.years, by=by, now=now, note=f"Variation {item.number}")
        award.refresh_from_db()
        award.starts_on, award.ends_on, award.conditions = after.starts_on, after.ends_on, after.conditions
        award.save(update_fields=["starts_on", "ends_on", "conditions"])
        store_years(award, after.years)
        store_milestones(award, after.milestones)
        _decide(item, "approved", by=by, place=place, reason="", now=now)
        ask_for_letter(award, by=by)


def reject(*, by: User, place: Place, number: int, reason: str, now: dt.datetime) -> None:
    """The terms stay as they are."""
    with changing(place) as award:
        item = _lock(award, number, "rejected")
        require(why_not_decide_variation(Place(place.standing, award, place.theirs), item))
        if not reason.strip():
            raise NotNow("Say why: the reason is kept with the variation.")
        _decide(item, "rejected", by=by, place=place, reason=reason.strip(), now=now)


def withdraw(*, by: User, place: Place, number: int, now: dt.datetime) -> None:
    """The team takes its proposal back."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        _decide(_lock(award, number, "withdrawn"), "withdrawn", by=by, place=place, reason="", now=now)


def _lock(award: Award, number: int, status: str) -> Variation:
    item = Variation.objects.select_for_update().filter(award=award, number=number).first()
    if item is None:
        raise NotNow("This award has no such variation.")
    VARIATION.check(item.status, status)
    return item


def _decide(item: Variation, status: str, *, by: User, place: Place, reason: str, now: dt.datetime) -> None:
    item.status, item.decided_by, item.decided_at, item.decision_reason = status, by, now, reason
    item.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    record(f"variation.{status}", by=by, subject=place.award, mission=place.standing.mission, variation=item.number)
