"""Coming without being invited by the team: by an address at a council's domain, or handed on by a colleague."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from codesign.access import require_open, why_not_run
from codesign.actions.running import Invitee, invited_as, send_links
from codesign.links import join_path
from codesign.mailboxes import domain_of, is_anybodys
from codesign.models import CameBy, Invitation, Round, Segment
from codesign.setup_models import OpenTo
from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import queue_message
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing


@dataclass(frozen=True)
class Door:
    """A council and the e-mail domain of its people."""

    council: Organisation
    domain: str


def open_to(*, by: User, standing: Standing, round_: Round, doors: Sequence[Door], now: dt.datetime) -> None:
    """Let people of these councils, and of no others, come by themselves; it replaces what was chosen before."""
    require(why_not_run(standing))
    with transaction.atomic():
        locked = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
        if locked.is_over_at(now):
            raise NotNow("This round has closed, so nobody can come any more.")
        locked.open_to.all().delete()
        OpenTo.objects.bulk_create(OpenTo(round=locked, organisation=door.council, domain=door.domain) for door in doors)
        record("round.open-to", by=by, subject=locked, mission=standing.mission, councils=[door.council.pk for door in doors])


def ask_for_link(*, round_: Round, email: str, now: dt.datetime) -> bool:
    """Send a link to an address at a domain to which the round is open; False where it isn't at one.

    Who asks twice gets the same link again, at most once a day; who was taken back gets none.
    """
    with transaction.atomic():
        locked = Round.objects.select_for_update(of=("self",)).select_related("mission").get(pk=round_.pk)
        require_open(locked, now=now)
        door = OpenTo.objects.filter(round=locked, domain=domain_of(email)).select_related("organisation").first()
        if door is None:
            return False
        known = Invitation.objects.filter(round=locked, email=email.lower()).select_related("organisation").first()
        if known is None:
            [made] = invited_as(locked, [Invitee(email, door.organisation, Segment.COUNCIL)], CameBy.DOMAIN, now)
            send_links(locked, [made], now)
            record("round.come", by=None, subject=locked, mission=locked.mission, invitation=made.pk)
        elif known.withdrawn_at is None:
            _send_again(known, locked, now)
    return True


def hand_on(*, invitation: Invitation, email: str, now: dt.datetime) -> Invitation:
    """Let a colleague at the same council answer instead: their address gets a link of its own, and this one ends."""
    with transaction.atomic():
        round_ = Round.objects.select_for_update(of=("self",)).select_related("mission").get(pk=invitation.round_id)
        require_open(round_, now=now)
        mine = (
            Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "participant").get(pk=invitation.pk)
        )
        require(why_not_hand_on(mine, email))
        if Invitation.objects.filter(round=round_, email=email.lower()).exists():
            raise NotNow("Your colleague was asked already, so there is nothing to hand on. You can still answer yourself.")
        [made] = invited_as(round_, [Invitee(email, mine.organisation, mine.segment)], CameBy.COLLEAGUE, now)
        made.handed_on_by = mine
        made.save(update_fields=["handed_on_by"])
        mine.withdrawn_at = now
        mine.save(update_fields=["withdrawn_at"])
        send_links(round_, [made], now)
        record("round.hand-on", by=None, subject=round_, mission=round_.mission, invitation=mine.pk, to=made.pk)
    return made


def why_not_hand_on(invitation: Invitation, email: str) -> str | None:
    """Only within one council, which its addresses tell; and only while the invitation stands and nothing was answered."""
    joined = getattr(invitation, "participant", None)
    if invitation.withdrawn_at is not None:
        return "This invitation has ended, so it can’t be handed on."
    if joined is not None and joined.answered_at is not None:
        return "You have answered already, so this can’t be handed on. Ask the team to invite your colleague as well."
    if invitation.organisation is None or invitation.segment != Segment.COUNCIL:
        return "Only a council’s invitation can be handed on. Ask the team to invite your colleague."
    domain = invitation.organisation.email_domain.lower() or domain_of(invitation.email)
    if is_anybodys(domain):
        return "Your address doesn’t tell which council you work for. Ask the team to invite your colleague."
    if domain_of(email) != domain:
        return f"Your colleague’s address must end in @{domain}, so that we know that they work for {invitation.organisation}."
    return None


def _send_again(invitation: Invitation, round_: Round, now: dt.datetime) -> None:
    context = {
        "round": round_,
        "mission": round_.mission,
        "organisation": invitation.organisation,
        "path": join_path(invitation),
        "opens": None,
    }
    key = f"round-link:{invitation.pk}:{clock.london_day(now)}"
    queue_message(key=key, to=invitation.email, template="round_invitation", context=context)
