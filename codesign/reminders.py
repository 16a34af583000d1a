"""The reminder of a round that is about to close, to those only who have not answered."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from codesign.links import join_path
from codesign.models import Contribution, Invitation, Round
from missions.core import clock
from missions.core.registries import Notice, ReminderRule

BEFORE = dt.timedelta(days=3)
UNMODERATED = dt.timedelta(days=2)


def due(now: dt.datetime) -> Iterator[Notice]:
    """One notice for each standing invitation without an answer, of rounds that close within three days. One query."""
    closing = Round.objects.open_at(now).filter(closes_at__lte=now + BEFORE)
    waiting = Invitation.objects.unanswered().filter(round__in=closing).exclude(participant__user__is_active=False)
    for invitation in waiting.select_related("round__mission", "organisation", "participant__user").order_by("pk"):
        joined = getattr(invitation, "participant", None)
        path = reverse("rounds:take_part", args=[invitation.round_id]) if joined else join_path(invitation)
        round_ = invitation.round
        yield Notice(
            key=f"round-closing:{round_.pk}:{clock.london_day(round_.closes_at)}:{invitation.pk}",
            to_user_id=joined.user_id if joined else None,
            to_address=joined.user.email if joined else invitation.email,
            template="round_closing",
            context={
                "round": round_,
                "mission": round_.mission,
                "organisation": invitation.organisation,
                "path": path,
                # Of who has joined: a digest links to it. An invitation's own link opens the round to whoever holds it.
                "url": path if joined else "",
            },
            mission_id=round_.mission_id,
        )


CLOSING = ReminderRule(
    what="A co-design round is about to close",
    whom="Those who were invited and have not answered",
    when="3 days before it closes",
    due=due,
)


def unmoderated(now: dt.datetime) -> Iterator[Notice]:
    """One notice to a round's owner for each submission that is the oldest to wait for two days. One query."""
    waiting = Contribution.objects.to_moderate().filter(submitted_at__lte=now - UNMODERATED)
    waiting = waiting.filter(participant__round__status__in=("open", "closed"), participant__round__owner__is_active=True)
    oldest = waiting.order_by("participant__round_id", "submitted_at", "pk").distinct("participant__round_id")
    for said in oldest.select_related("participant__round__mission", "participant__round__owner"):
        round_ = said.participant.round
        if round_.owner is None:
            continue
        yield Notice(
            key=f"round-moderation:{round_.pk}:{said.pk}:{round_.owner_id}",
            to_user_id=round_.owner_id,
            to_address=round_.owner.email,
            template="round_moderation",
            context={"round": round_, "url": reverse("codesign:moderation", args=[round_.mission.slug, round_.slug])},
            mission_id=round_.mission_id,
        )


MODERATION = ReminderRule(
    what="Submissions of a round wait for moderation",
    whom="The round’s owner",
    when="2 days after the oldest came in; again when another has become the oldest",
    due=unmoderated,
)
