"""The steps of an award as pages know them: who may take each, what it does, what it asks; and whose turn it is."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from funding.access import (
    Place,
    why_not_answer,
    why_not_approve,
    why_not_certify,
    why_not_draft,
    why_not_recover,
    why_not_withdraw,
)
from funding.actions import awards as actions
from funding.lifecycle import AWARD, PAYMENT, VARIATION
from funding.models import Award, Milestone, Payment, Variation
from missions.core import clock
from missions.core.formats import pounds
from missions.core.refusals import NotNow
from missions.stewardship.access import Standing


def _team(place: Place) -> str | None:
    return why_not_draft(place.standing)


def _recoverers(place: Place) -> str | None:
    return why_not_recover(place.standing)


@dataclass(frozen=True)
class Step:
    """One step. `asks`: a reason, a reason that may be left out, an amount with its reason, or nothing."""

    button: str
    tells: str
    done: str
    target: str
    why_not: Callable[[Place], str | None]
    do: Callable[..., None]
    asks: str = ""
    is_main: bool = False
    is_grave: bool = False

    def check(self, award: Award) -> None:
        """Refuse where the award isn’t in a state for it."""
        if self.target:
            AWARD.check(award.status, self.target)
        elif not self.fits(award):
            raise NotNow("There is no determination that waits to be certified.")

    def fits(self, award: Award) -> bool:
        """Whether the award is in a state for it."""
        if self.target:
            return self.target in AWARD.states[award.status].moves
        determination = getattr(award, "determination", None)
        return determination is not None and determination.certified_at is None and award.status in ("offered", "accepted")


STEPS: dict[str, Step] = {
    "submit": Step(
        "Submit for approval",
        "The approver is asked next. Whoever submitted or changed an award can’t approve it.",
        "Submitted. The approver is asked next.",
        "submitted", _team, actions.submit, is_main=True,
    ),
    "approve": Step(
        "Approve this award",
        "The fund promises the money: it is refused if a year has no room for it. You then can’t release its payments.",
        "Approved. The mission team sends the offer next.",
        "approved", why_not_approve, actions.approve, is_main=True,
    ),
    "return": Step(
        "Return it to the team",
        "It becomes a draft again, and the team reads what must change.",
        "Returned to the team with your reason.",
        "draft", why_not_approve, actions.send_back, asks="reason",
    ),
    "refuse": Step(
        "Refuse it",
        "A refused award can’t be taken up again. Return it instead if something can be put right.",
        "Refused. The reason is kept with the award.",
        "rejected", why_not_approve, actions.reject, asks="reason", is_grave=True,
    ),
    "offer": Step(
        "Send the offer",
        "The recipient’s signatory sees the terms from then on, and the award letter is made.",
        "Offered. The recipient’s signatory answers next.",
        "offered", _team, actions.offer, is_main=True,
    ),
    "accept": Step(
        "Accept this award",
        "You accept the terms of the award letter for your organisation.",
        "Accepted. The mission team starts the award next.",
        "accepted", why_not_answer, actions.accept, is_main=True,
    ),
    "decline": Step(
        "Decline it",
        "The money goes back to the fund. A declined award can’t be accepted later.",
        "Declined. The mission team reads your reason.",
        "declined", why_not_answer, actions.decline, asks="reason", is_grave=True,
    ),
    "certify": Step(
        "Certify this grant",
        "As finance certifier (section 151) you confirm that the council will spend the grant for its purpose and under its conditions.",
        "Certified.",
        "", why_not_certify, actions.certify, is_main=True,
    ),
    "activate": Step(
        "Start this award",
        "Work begins, milestones can be reported, and money can be paid.",
        "The award is active.",
        "active", _team, actions.activate, is_main=True,
    ),
    "complete": Step(
        "Close this award",
        "What was promised and not paid goes back to the fund. A closed award can’t be opened again.",
        "The award is closed.",
        "completed", _team, actions.complete, asks="optional", is_grave=True,
    ),
    "recover": Step(
        "Take money back",
        "The award ends. The ledger keeps its entries; a new one takes the money back, and what is not paid returns to the fund.",
        "The money is taken back in the ledger, and the award has ended.",
        "recovered", _recoverers, actions.recover, asks="amount", is_grave=True,
    ),
    "withdraw": Step(
        "Withdraw it",
        "It stays readable. What was promised goes back to the fund.",
        "Withdrawn.",
        "withdrawn", why_not_withdraw, actions.withdraw, asks="reason", is_grave=True,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """A step as a page offers it: by its name, with why this person may not take it."""

    name: str
    step: Step
    why_not: str | None


def steps_for(place: Place) -> list[Offered]:
    """What may be done with an award now: what this person may do, and the main step with why they may not."""
    found = [Offered(name, step, step.why_not(place)) for name, step in STEPS.items() if step.fits(place.award)]
    return [item for item in found if item.why_not is None or item.step.is_main]


def who_approves(standing: Standing) -> str:
    """Who approves how much today, in a sentence."""
    mandate = standing.mission.mandates.as_at(standing.on).first()
    if mandate is None or mandate.award_limit is None:
        return "The mandate gives the lead no limit today, so the director approves every award."
    limit = pounds(mandate.award_limit)
    return f"The lead approves awards up to {limit}, the director those above. Nobody approves what they submitted or changed."


def turn_of(award: Award) -> tuple[str, dt.date] | None:
    """Who acts next and since when; None where nobody has to."""
    turn = AWARD.states[award.status].turn
    if turn is None or award.status_at is None:
        return None
    return turn, clock.london_day(award.status_at)


@dataclass(frozen=True)
class Waiting:
    """Something about an award that waits for somebody, since a day (None: from its own date on)."""

    what: str
    who: str
    since: dt.date | None
    due_on: dt.date | None = None


def waiting_for(milestones: Iterable[Milestone], payments: Iterable[Payment], variations: Iterable[Variation]) -> list[Waiting]:
    """What waits while an award runs: changes, milestones and payments, and for whom."""
    paid = {item.milestone_id for item in payments if item.status != "refused"}
    found = [
        Waiting(
            f"Change {item.number} of the terms", VARIATION.states[item.status].turn or "", clock.london_day(item.proposed_at)
        )
        for item in variations
        if item.status == "proposed"
    ]
    for item in milestones:
        since = clock.london_day(item.status_at) if item.status_at else None
        if item.status == "met" and item.amount and item.pk not in paid:
            found.append(Waiting(f"Payment for milestone {item.number} to be asked for", "the mission team", since))
        elif item.status != "met":
            due_on = item.due_on if item.status == "planned" else None
            found.append(Waiting(f"Milestone {item}", item.turn or "", since, due_on))
    for payment in payments:
        turn = PAYMENT.states[payment.status].turn
        if turn is not None:
            since = payment.released_at or payment.requested_at
            found.append(Waiting(f"Payment {payment.number} of {pounds(payment.amount)}", turn, clock.london_day(since)))
    return found
