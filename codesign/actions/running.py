"""What a mission team does with its rounds: set up, invite, launch, close, finish."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from codesign.access import why_not_run
from codesign.actions.reckoning import keep_results
from codesign.lifecycle import ROUND
from codesign.links import join_path
from codesign.models import REASONS, Contribution, Invitation, Item, Round, Statement, new_nonce
from codesign.reviews import waiting_in
from codesign.slugs import free_slug
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.problems.models import PainPoint
from missions.register.models import Organisation
from missions.stewardship.access import Standing


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
        wanted = {item.email.lower(): item for item in invitees}
        known = {row.email: row for row in locked.invitations.filter(email__in=wanted).order_by().select_for_update()}
        new = Invitation.objects.bulk_create(
            Invitation(round=locked, email=email, organisation=item.organisation, segment=item.segment, invited_at=now)
            for email, item in wanted.items()
            if email not in known
        )
        new += [_stand_again(row, wanted[email], now) for email, row in known.items() if row.withdrawn_at is not None]
        if locked.status == "open":
            _send(locked, new, now)
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


def launch(*, by: User, standing: Standing, round_: Round, now: dt.datetime) -> None:
    """Open the round to those invited and send them their links."""
    require(why_not_run(standing))
    with transaction.atomic():
        locked = _locked(round_)
        ROUND.check(locked.status, "open")
        invitations = list(locked.invitations.standing().select_related("organisation"))
        if not invitations:
            raise NotNow("Invite at least one person before you launch the round.")
        if locked.closes_at <= now:
            raise NotNow("The closing time has passed. Edit the round and choose a later one.")
        locked.status = "open"
        locked.save(update_fields=["status"])
        _send(locked, invitations, now)
        record("round.launch", by=by, subject=locked, mission=standing.mission, invited=len(invitations))


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
        record("round.finish", by=by, subject=locked, mission=standing.mission)


def close_due(*, now: dt.datetime) -> int:
    """Close rounds whose time is up; returns how many. Running it twice changes nothing."""
    with transaction.atomic():
        # A second scheduler waits for the rows and then finds them closed; an answer that is being saved is waited for too.
        due = list(Round.objects.over_at(now).select_for_update(of=("self",)).select_related("mission"))
        for round_ in due:
            _close(round_, now)
    return len(due)


def _stand_again(row: Invitation, wanted: Invitee, now: dt.datetime) -> Invitation:
    """An invitation that was withdrawn, made anew: its earlier link stays ended."""
    row.organisation, row.segment, row.nonce = wanted.organisation, wanted.segment, new_nonce()
    row.invited_at, row.withdrawn_at = now, None
    row.save(update_fields=["organisation", "segment", "nonce", "invited_at", "withdrawn_at"])
    return row


def _close(locked: Round, now: dt.datetime) -> None:
    """Answers that were being saved are in, and no more come: what is counted now is what came out."""
    locked.status = "closed"
    locked.save(update_fields=["status"])
    keep_results(locked, now=now)
    record("round.close", by=None, subject=locked, mission=locked.mission)


def _describe(round_: Round, plan: Plan) -> None:
    for name in ("title", "purpose", "question", "minutes", "opens_at", "closes_at", "weighing", "rejection_reasons"):
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


def _send(round_: Round, invitations: Sequence[Invitation], now: dt.datetime) -> None:
    for invitation in invitations:
        context: dict[str, Any] = {
            "round": round_,
            "mission": round_.mission,
            "organisation": invitation.organisation,
            "path": join_path(invitation),
            "opens": round_.opens_at if round_.opens_at > now else None,
        }
        key = f"round-invitation:{invitation.pk}:{invitation.nonce[:8]}"
        queue_message(key=key, to=invitation.email, template="round_invitation", context=context)


def _locked(round_: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("mission").get(pk=round_.pk)
