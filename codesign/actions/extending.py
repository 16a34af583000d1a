"""Giving an open round more time: seen by everybody who was asked, and told to them."""

import datetime as dt

from django.db import transaction

from codesign.access import require_open, why_not_run
from codesign.links import join_path
from codesign.models import Invitation, Round
from codesign.setup_models import Extension
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import Letter, compose, queue_letters
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.stewardship.access import Standing


def extend(*, by: User, standing: Standing, round_: Round, closes_at: dt.datetime, reason: str, now: dt.datetime) -> Extension:
    """Move the closing time of a round that is still open to a later one, and tell everybody who was invited."""
    require(why_not_run(standing))
    if not reason.strip():
        raise NotNow("Say why the round gets more time: everybody who was invited reads it.")
    with transaction.atomic():
        locked = Round.objects.select_for_update(of=("self",)).select_related("mission").get(pk=round_.pk)
        require_open(locked, now=now)
        if closes_at <= locked.closes_at:
            raise NotNow("A round can only get more time. Choose a later day.")
        made = Extension.objects.create(
            round=locked,
            closed_at=locked.closes_at,
            closes_at=closes_at,
            reason=reason.strip(),
            extended_by=by,
            extended_at=now,
        )
        locked.closes_at = closes_at
        locked.save(update_fields=["closes_at"])
        queue_letters([_letter(made, locked, invitation) for invitation in _told(locked)])
        record(
            "round.extend",
            by=by,
            subject=locked,
            mission=standing.mission,
            before=made.closed_at.isoformat(),
            after=closes_at.isoformat(),
        )
    return made


def _told(round_: Round) -> list[Invitation]:
    """Everybody who was invited, whether they have joined or not, but those whose account has ended."""
    found = round_.invitations.standing().exclude(participant__user__is_active=False)
    return list(found.select_related("organisation", "participant__user").order_by("pk"))


def _letter(made: Extension, round_: Round, invitation: Invitation) -> Letter:
    context = {"round": round_, "mission": round_.mission, "extension": made, "path": join_path(invitation)}
    subject, text = compose("round_extended", context)
    joined = getattr(invitation, "participant", None)
    return Letter(
        f"round-extended:{made.pk}:{invitation.pk}", invitation.email, subject, text, joined.user_id if joined else None
    )
