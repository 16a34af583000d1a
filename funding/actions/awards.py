"""An award from its draft to its end."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from funding import ledger
from funding.access import (
    Place,
    why_not_answer,
    why_not_approve,
    why_not_certify,
    why_not_draft,
    why_not_recover,
    why_not_withdraw,
)
from funding.actions.moves import changing, moving
from funding.letters import ask_for_letter
from funding.models import Award, Determination, Fund, Milestone, StandardCheck, StandardItem
from funding.subsidy import check as check_subsidy
from funding.terms import Terms, store_years, why_incomplete
from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.money import to_pence
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing
from missions.stewardship.models import Mission

REFERENCE = "ST-{:04d}"


def draft(
    *,
    by: User,
    standing: Standing,
    fund: Fund,
    years: Mapping[int, Decimal],
    partners: Iterable[Organisation] = (),
    **values: Any,
) -> Award:
    """A new award of a fund, with the next free reference; its amount is the sum of its years."""
    require(why_not_draft(standing))
    with transaction.atomic():
        Mission.objects.select_for_update(no_key=True).get(pk=standing.mission.pk)  # two who draft at once get two references
        award = Award(fund=fund, reference=_next_reference(standing.mission), awarded_on=standing.on, status_at=clock.now())
        _keep_draft(award, by=by, years=years, partners=partners, **values)
        record("award.draft", by=by, subject=award, mission=standing.mission)
    return award


def edit(*, by: User, place: Place, years: Mapping[int, Decimal], partners: Iterable[Organisation] = (), **values: Any) -> None:
    """Change a draft. Whoever does can’t approve it."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        _require_draft(award)
        _keep_draft(award, by=by, years=years, partners=partners, **values)
        record("award.edit", by=by, subject=award, mission=place.standing.mission)


def _keep_draft(award: Award, *, by: User, years: Mapping[int, Decimal], partners: Iterable[Organisation], **values: Any) -> None:
    exact = {year: to_pence(amount) for year, amount in years.items() if amount}
    for name, value in values.items():
        setattr(award, name, value)
    award.amount, award.edited_by = sum(exact.values(), Decimal(0)), by
    award.iteration_basis = "source" if award.iteration_id else ""
    award.save()
    store_years(award, exact)
    award.partners.set([partner for partner in partners if partner.pk != award.recipient_id])


def _next_reference(mission: Mission) -> str:
    made = Award.objects.filter(fund__mission=mission, reference__startswith=REFERENCE[:3]).values_list("reference", flat=True)
    last = max((int(name[3:]) for name in made if name[3:].isdigit()), default=0)
    return REFERENCE.format(last + 1)


def _require_draft(award: Award) -> None:
    if award.status != "draft":
        raise NotNow("Only a draft can be changed here. Propose a variation to change an award that was approved.")


def add_milestone(*, by: User, place: Place, title: str, kind: str, due_on: dt.date, amount: Decimal) -> Milestone:
    """One more thing to reach, while the award is a draft."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        _require_draft(award)
        last = award.milestones.order_by("number").last()
        item = Milestone.objects.create(
            award=award, number=last.number + 1 if last else 1, title=title, kind=kind, due_on=due_on, amount=to_pence(amount)
        )
        _edited(award, by)
        record("award.add-milestone", by=by, subject=award, mission=place.standing.mission, milestone=item.number)
    return item


def remove_milestone(*, by: User, place: Place, number: int) -> None:
    """Take a milestone out of a draft."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        _require_draft(award)
        award.milestones.filter(number=number).delete()
        _edited(award, by)
        record("award.remove-milestone", by=by, subject=award, mission=place.standing.mission, milestone=number)


def _edited(award: Award, by: User) -> None:
    award.edited_by = by
    award.save(update_fields=["edited_by"])


def submit(*, by: User, place: Place, now: dt.datetime) -> None:
    """Hand a complete draft to its approver."""
    with moving(by, place, "submitted", lambda found: why_not_draft(found.standing), now) as award:
        sentence = why_incomplete(Terms.of(award), award.amount) or _why_not_payable(award)
        if sentence is not None:
            raise NotNow(sentence)
        award.submitted_by, award.submitted_at, award.status_reason = by, now, ""


def _why_not_payable(award: Award) -> str | None:
    if not award.route:
        return "Say whether the recipient was chosen by open competition or directly."
    if award.fund.is_section_31 and award.recipient.kind != "council":
        return "This fund pays under section 31 of the Local Government Act 2003, so only councils can be paid from it."
    return None


def approve(*, by: User, place: Place, now: dt.datetime) -> None:
    """Promise the money: the fund has room for it in every year, or it is refused. Subsidy rules are checked first."""
    with moving(by, place, "approved", why_not_approve, now) as award:
        check_subsidy(award, on=place.standing.on)
        ledger.commit(award, Terms.of(award).years, by=by, now=now)
        award.refresh_from_db(fields=["committed"])
        award.approved_by, award.approved_at, award.awarded_on = by, now, place.standing.on


def reject(*, by: User, place: Place, reason: str, now: dt.datetime) -> None:
    """Refuse what was submitted, with the reason."""
    with moving(by, place, "rejected", why_not_approve, now) as award:
        award.status_reason = _said(reason)


def send_back(*, by: User, place: Place, reason: str, now: dt.datetime) -> None:
    """Return what was submitted to the team, with what must change; who submits it next is asked afresh."""
    with moving(by, place, "draft", why_not_approve, now, reason=_said(reason)) as award:
        award.status_reason, award.submitted_by, award.submitted_at = _said(reason), None, None


def withdraw(*, by: User, place: Place, reason: str, now: dt.datetime) -> None:
    """Take an award back before it is active; what was promised goes back to the fund."""
    with moving(by, place, "withdrawn", why_not_withdraw, now) as award:
        award.status_reason = _said(reason)
        _end(award, "withdrawn", by=by, now=now)


def offer(*, by: User, place: Place, now: dt.datetime) -> None:
    """Send the offer to the recipient’s signatory, with the award letter."""
    with moving(by, place, "offered", lambda found: why_not_draft(found.standing), now) as award:
        ask_for_letter(award, by=by)


def accept(*, by: User, place: Place, now: dt.datetime) -> None:
    """The recipient’s signatory accepts the terms of the letter."""
    with moving(by, place, "accepted", why_not_answer, now) as award:
        award.accepted_by, award.accepted_at = by, now


def decline(*, by: User, place: Place, reason: str, now: dt.datetime) -> None:
    """The recipient’s signatory declines; the money goes back to the fund."""
    with moving(by, place, "declined", why_not_answer, now) as award:
        award.status_reason = _said(reason)
        _end(award, "declined", by=by, now=now)


def activate(*, by: User, place: Place, now: dt.datetime) -> None:
    """Work begins and money may be paid, once the grants standard is met or explained."""
    with moving(by, place, "active", lambda found: why_not_draft(found.standing), now) as award:
        sentence = why_not_active(award)
        if sentence is not None:
            raise NotNow(sentence)


def why_not_active(award: Award) -> str | None:
    """What an accepted award still lacks before money may be paid."""
    open_items = len(StandardItem.values) - award.standard_checks.count()
    if open_items:
        many = "s are" if open_items != 1 else " is"
        return f"{open_items} item{many} neither met nor explained in the grants standard. Go through the checklist first."
    if award.fund.is_section_31:
        found = Determination.objects.filter(award=award).first()
        if found is None:
            return "A grant under section 31 needs its determination first: number, consent and conditions."
        if found.certified_at is None:
            return "The council’s finance certifier (section 151) must certify the grant first."
    return None


def complete(*, by: User, place: Place, reason: str, now: dt.datetime) -> None:
    """End an award; what was promised and not paid goes back to the fund."""
    with moving(by, place, "completed", lambda found: why_not_draft(found.standing), now) as award:
        waiting = award.payments.filter(status__in=("requested", "released")).count()
        if waiting:
            raise NotNow(f"{waiting} payment{'s wait' if waiting != 1 else ' waits'} still. Pay or refuse first.")
        award.status_reason = reason.strip()
        _end(award, "completed", by=by, now=now)


def recover(*, by: User, place: Place, amount: Decimal, reason: str, now: dt.datetime) -> None:
    """Take money back and end the award. The entries of the ledger stay; new ones take the money back."""
    amount = to_pence(amount)
    detail = {"amount": f"{amount:.2f}"}
    with moving(by, place, "recovered", lambda found: why_not_recover(found.standing), now, **detail) as award:
        if award.payments.filter(status="released").exists():
            raise NotNow("A released payment is being paid. Wait until it is paid.")
        award.status_reason = _said(reason)
        award.payments.filter(status="requested").update(status="refused", status_reason="The award was recovered.")
        ledger.recover(award, amount, by=by, now=now, note=award.status_reason)
        _end(award, "recovered", by=by, now=now)


def _end(award: Award, status: str, *, by: User, now: dt.datetime) -> None:
    """Give what is left back to the fund. The ledger closes only awards that have ended, so the status goes first."""
    award.status = status
    award.save(update_fields=["status"])
    ledger.close(award, by=by, now=now, note=award.status_reason)
    award.refresh_from_db(fields=["committed", "paid"])


def _said(reason: str) -> str:
    if not reason.strip():
        raise NotNow("Say why: the reason is kept with the award.")
    return reason.strip()


def check_standard(*, by: User, place: Place, items: Mapping[str, tuple[bool, str]], now: dt.datetime) -> None:
    """Say of each item of the grants standard that it is met, or why not. `items`: item → (met, explanation)."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        StandardCheck.objects.bulk_create(
            [
                StandardCheck(award=award, item=item, is_met=is_met, explanation=explanation, checked_by=by, checked_at=now)
                for item, (is_met, explanation) in items.items()
            ],
            update_conflicts=True,
            unique_fields=("award", "item"),
            update_fields=("is_met", "explanation", "checked_by", "checked_at"),
        )
        record("award.check-standard", by=by, subject=award, mission=place.standing.mission, items=sorted(items))


def determine(*, by: User, place: Place, **values: Any) -> None:
    """Write down the grant determination under section 31; changing it asks for a new certification."""
    require(why_not_draft(place.standing))
    with changing(place) as award:
        if not award.fund.is_section_31:
            raise NotNow("This fund doesn’t pay under section 31, so the award has no determination.")
        if award.status not in ("approved", "offered", "accepted"):
            raise NotNow("The determination is written down once the award is approved, and before it is active.")
        Determination.objects.update_or_create(award=award, defaults={**values, "certified_by": None, "certified_at": None})
        record("award.determine", by=by, subject=award, mission=place.standing.mission)


def certify(*, by: User, place: Place, now: dt.datetime) -> None:
    """The council’s finance certifier stands behind the grant’s purpose and conditions."""
    require(why_not_certify(place))
    with changing(place) as award:
        found = Determination.objects.select_for_update().filter(award=award).first()
        if found is None:
            raise NotNow("There is no determination to certify yet.")
        if award.accepted_by_id == by.pk:
            raise NotNow("You accepted this award, so somebody else certifies it.")
        if found.certified_at is None:
            found.certified_by, found.certified_at = by, now
            found.save(update_fields=["certified_by", "certified_at"])
            record("award.certify", by=by, subject=award, mission=place.standing.mission)
