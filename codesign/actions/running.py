"""What a mission team does with its rounds: set up, invite, launch, close, finish."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from codesign.access import why_not_run
from codesign.actions.reckoning import keep_results
from codesign.lifecycle import ROUND
from codesign.links import join_path, letter_key
from codesign.models import REASONS, CameBy, Contribution, Invitation, Item, Round, Statement, new_nonce
from codesign.reviews import review_in, waiting_in
from codesign.setup_models import Unsent
from codesign.slugs import free_slug
from codesign.terms import freeze
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import mark_returned, queue_message
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.problems.models import PainPoint
from missions.register.models import Organisation
from missions.stewardship.access import Standing

ASKED = ("title", "purpose", "question", "minutes", "asks_what_hurts", "weighing", "rejection_reasons")


@dataclass(frozen=True)
class Plan:
    """What a round asks of whom, from when until when."""

    title: str
    purpose: str
    question: str
    minutes: int
    opens_at: dt.datetime
    closes_at: dt.datetime
    statements: Sequence[str] = ()
    weighing: str = ""
    items: Sequence[str] = ()
    rejection_reasons: str = REASONS
    asks_what_hurts: bool = True


@dataclass(frozen=True)
class Invitee:
    """An address, for whom it speaks, and as what."""

    email: str
    organisation: Organisation | None
    segment: str


def create(*, by: User, standing: Standing, plan: Plan) -> Round:
    """A draft, owned by who makes it."""
    require(why_not_run(standing))
    with transaction.atomic():
        made = Round(mission=standing.mission, slug=free_slug(standing.mission, plan.title), owner=by)
        _describe(made, plan)
        record("round.create", by=by, subject=made, mission=standing.mission)
    return made


def edit(*, by: User, standing: Standing, round_: Round, plan: Plan) -> None:
    """Change a draft. Once launched, what was asked stays as it was."""
    require(why_not_run(standing))
    with transaction.atomic():
        locked = _locked(round_)
        if locked.status != "draft":
            raise NotNow("This round was launched, so its question and statements can’t change any more.")
        locked.statements.all().delete()
        locked.items.all().delete()
        _describe(locked, plan)
        record("round.edit", by=by, subject=locked, mission=standing.mission)


def invite(*, by: User, standing: Standing, round_: Round, invitees: Sequence[Invitee], now: dt.datetime) -> int:
    """Invite addresses that weren't invited yet; returns how many. An open round's e-mails go at once, a draft's at its launch."""
    require(why_not_run(standing))
    with transaction.atomic():
        locked = _locked(round_)
        if locked.is_over_at(now):
            raise NotNow("This round has closed, so nobody can be invited any more.")
        new, _ = _invited(locked, invitees, CameBy.TEAM, now)
        if locked.status == "open":
            send_links(locked, new, now)
        if new:
            record("round.invite", by=by, subject=locked, mission=standing.mission, invited=len(new))
    return len(new)


def withdraw(*, by: User, standing: Standing, invitation: Invitation, now: dt.datetime) -> None:
    """Take an invitation back: its link ends, and nobody is reminded of it. Who answered already stays."""
    require(why_not_run(standing))
    with transaction.atomic():
        # An answer that is being saved holds the round: it is waited for, and found below.
        _locked(invitation.round)
        locked = Invitation.objects.select_for_update(of=("self",)).select_related("participant").get(pk=invitation.pk)
        if locked.withdrawn_at is not None:
            raise NotNow("This invitation was withdrawn already.")
        if hasattr(locked, "participant") and locked.participant.answered_at is not None:
            raise NotNow("Somebody answered through this invitation, so it can’t be withdrawn.")
        locked.withdrawn_at = now
        locked.save(update_fields=["withdrawn_at"])
        record("round.withdraw-invitation", by=by, subject=invitation.round, mission=standing.mission, invitation=locked.pk)


def note_returned(*, by: User, standing: Standing, invitation: Invitation, now: dt.datetime) -> None:
    """Note that the e-mail with the link came back to the team’s mailbox: the address takes no mail."""
    require(why_not_run(standing))
    with transaction.atomic():
        if not mark_returned(key=letter_key(invitation), now=now):
            raise NotNow("No e-mail was sent for this invitation yet, or it was noted already.")
        record("round.note-returned", by=by, subject=invitation.round, mission=standing.mission, invitation=invitation.pk)


def launch(*, by: User, standing: Standing, round_: Round, now: dt.datetime) -> None:
    """Open the round to those invited and send them their links."""
    require(why_not_run(standing))
    with transaction.atomic():
        locked = _locked(round_)
        ROUND.check(locked.status, "open")
        invitations = list(locked.invitations.standing().select_related("organisation"))
        if not invitations and not locked.open_to.exists():
            raise NotNow("Invite at least one person, or open the round to a council’s addresses, before you launch it.")
        if locked.closes_at <= now:
            raise NotNow("The closing time has passed. Edit the round and choose a later one.")
        if not (locked.asks_what_hurts or locked.statements.exists() or locked.weighing or review_in(locked)):
            raise NotNow("The round asks nothing yet. Edit it and choose what it asks, or put a draft to review in it.")
        locked.status = "open"
        locked.save(update_fields=["status"])
        terms = freeze(locked, now=now)
        send_links(locked, invitations, now)
        record("round.launch", by=by, subject=locked, mission=standing.mission, invited=len(invitations), sha256=terms.sha256)


def finish(*, by: User, standing: Standing, round_: Round, now: dt.datetime) -> None:
    """Say that every submission has its answer."""
    require(why_not_run(standing))
    with transaction.atomic():
        locked = _locked(round_)
        if locked.is_over_at(now) and locked.status == "open":
            _close(locked, now)
        ROUND.check(locked.status, "responded")
        waiting = Contribution.objects.unanswered().filter(participant__round=locked).count()
        if waiting:
            what = "1 submission has" if waiting == 1 else f"{waiting} submissions have"
            raise NotNow(f"{what} no answer yet. Answer each of them, then finish the round.")
        comments = waiting_in(locked)
        if comments:
            what = "1 comment on the draft has" if comments == 1 else f"{comments} comments on the draft have"
            raise NotNow(f"{what} no answer yet. Answer each of them, then finish the round.")
        locked.status = "responded"
        locked.save(update_fields=["status"])
        # What was typed and never sent is nobody's business from here on.
        Unsent.objects.filter(participant__round=locked).delete()
        record("round.finish", by=by, subject=locked, mission=standing.mission)


def close_due(*, now: dt.datetime) -> int:
    """Close rounds whose time is up; returns how many. Running it twice changes nothing."""
    with transaction.atomic():
        # A second scheduler waits for the rows and then finds them closed; an answer that is being saved is waited for too.
        due = list(Round.objects.over_at(now).select_for_update(of=("self",)).select_related("mission"))
        for round_ in due:
            _close(round_, now)
    return len(due)


def invited_as(locked: Round, invitees: Sequence[Invitee], came_by: CameBy, now: dt.datetime) -> list[Invitation]:
    """The invitations of these addresses, made where there is none; each must speak for the body that is named. Sends nothing."""
    new, known = _invited(locked, invitees, came_by, now)
    found = {row.email: row for row in (*new, *known)}
    for item in invitees:
        if found[item.email.lower()].organisation != item.organisation:
            raise NotNow(f"{item.email} was invited to speak for another body. Use another address for {item.organisation}.")
    return list(found.values())


def _invited(
    locked: Round, invitees: Sequence[Invitee], came_by: CameBy, now: dt.datetime
) -> tuple[list[Invitation], list[Invitation]]:
    """The new invitations, those that had been withdrawn among them, and those that stood already."""
    wanted = {item.email.lower(): item for item in invitees}
    rows = locked.invitations.filter(email__in=wanted).select_related("organisation").order_by()
    known = {row.email: row for row in rows.select_for_update(of=("self",))}
    new = Invitation.objects.bulk_create(
        Invitation(
            round=locked, email=email, organisation=item.organisation, segment=item.segment, invited_at=now, came_by=came_by
        )
        for email, item in wanted.items()
        if email not in known
    )
    again = [_stand_again(row, wanted[email], came_by, now) for email, row in known.items() if row.withdrawn_at is not None]
    return [*new, *again], [row for row in known.values() if row not in again]


def _stand_again(row: Invitation, wanted: Invitee, came_by: CameBy, now: dt.datetime) -> Invitation:
    """An invitation that was withdrawn, made anew: its earlier link stays ended."""
    row.organisation, row.segment, row.nonce = wanted.organisation, wanted.segment, new_nonce()
    row.invited_at, row.withdrawn_at, row.came_by = now, None, came_by
    row.save(update_fields=["organisation", "segment", "nonce", "invited_at", "withdrawn_at", "came_by"])
    return row


def _close(locked: Round, now: dt.datetime) -> None:
    """Answers that were being saved are in, and no more come: what is counted now is what came out."""
    locked.status = "closed"
    locked.save(update_fields=["status"])
    keep_results(locked, now=now)
    record("round.close", by=None, subject=locked, mission=locked.mission)


def _describe(round_: Round, plan: Plan) -> None:
    for name in (*ASKED, "opens_at", "closes_at"):
        setattr(round_, name, getattr(plan, name))
    round_.save()
    texts = list(dict.fromkeys(text.strip() for text in plan.statements if text.strip()))
    Statement.objects.bulk_create(Statement(round=round_, position=place, text=text) for place, text in enumerate(texts, start=1))
    _list_items(round_, plan.items)


def _list_items(round_: Round, lines: Sequence[str]) -> None:
    """A line that is a pain point’s reference stands for it; any other is kept as it is."""
    texts = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    points = PainPoint.objects.filter(mission=round_.mission_id, reference__in=[text.upper() for text in texts])
    known = {point.reference: point for point in points}
    Item.objects.bulk_create(
        Item(
            round=round_,
            position=place,
            text=known[text.upper()].title if text.upper() in known else text,
            pain_point=known.get(text.upper()),
        )
        for place, text in enumerate(texts, start=1)
    )


def send_links(round_: Round, invitations: Sequence[Invitation], now: dt.datetime) -> None:
    """Send each its link, once for each time that the invitation is made."""
    for invitation in invitations:
        context: dict[str, Any] = {
            "round": round_,
            "mission": round_.mission,
            "organisation": invitation.organisation,
            "path": join_path(invitation),
            "opens": round_.opens_at if round_.opens_at > now else None,
        }
        queue_message(key=letter_key(invitation), to=invitation.email, template="round_invitation", context=context)


def _locked(round_: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("mission").get(pk=round_.pk)
