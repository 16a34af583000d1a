"""The reminder of a round that is about to close, to those only who have not answered."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from codesign.links import join_path
from codesign.models import Invitation, Round
from missions.core import clock
from missions.core.registries import Notice, ReminderRule

BEFORE = dt.timedelta(days=3)


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
            context={"round": round_, "mission": round_.mission, "organisation": invitation.organisation, "path": path},
            mission_id=round_.mission_id,
        )


CLOSING = ReminderRule(
    what="A co-design round is about to close",
    whom="Those who were invited and have not answered",
    when="3 days before it closes",
    due=due,
)
