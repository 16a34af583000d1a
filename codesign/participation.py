"""Who took part in rounds, for those who compare it with who exists; and which rounds take more invitations."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F, Sum
from django.urls import reverse

from codesign.models import Participant, Round
from missions.core import clock
from missions.core.registries import ParticipationSource, TookPart


def took_part(mission_id: int, day: dt.date) -> Iterator[TookPart]:
    """Organisations whose people answered in a launched round by the end of a day; each answer counts the minutes that the round asks."""
    end = clock.start_of(day + dt.timedelta(days=1))
    answered = Participant.objects.taking_part().filter(round__mission=mission_id, answered_at__lt=end)
    found = answered.filter(organisation__isnull=False).order_by().values("organisation").annotate(given=Sum(F("round__minutes")))
    for row in found:
        yield TookPart(row["organisation"], row["given"])


def invite(mission_id: int, now: dt.datetime) -> Iterator[tuple[str, str]]:
    """Rounds that aren't over, with the page on which people are invited to each."""
    rounds = Round.objects.filter(mission=mission_id, status__in=("draft", "open"), closes_at__gt=now).select_related("mission")
    for round_ in rounds.order_by("closes_at", "pk"):
        yield round_.title, reverse("codesign:invite", args=[round_.mission.slug, round_.slug])


SOURCE = ParticipationSource(took_part, invite)
