"""Rounds whose submissions wait for an answer, and rounds that nobody owns."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

from codesign.models import Round
from codesign.querysets import waits
from missions.core import clock
from missions.core.registries import Gap, GapRule, counted_as
from missions.stewardship.gaps import owner_on_mission, why_unowned

UNANSWERED, NOT_OWNED = "Rounds with unanswered submissions", "Rounds without an owner"


def launched(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Any]:
    """Rounds that were launched, with `is_owned`, `is_over` and how many submissions are `unanswered`."""
    unanswered = Count("participants__contributions", filter=waits("participants__contributions__"), distinct=True)
    return Round.objects.filter(mission__in=list(mission_ids), status__in=("open", "closed")).annotate(
        is_owned=owner_on_mission(day), is_over=Q(status="closed") | Q(closes_at__lt=clock.start_of(day)), unanswered=unanswered
    )


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each that is over with submissions unanswered, and each without an owner, in one query."""
    rounds = launched(mission_ids, day).select_related("mission")
    for item in rounds.order_by("closes_at", "pk"):
        closed_on, count = clock.london_day(item.closes_at), item.unanswered
        if count and item.is_over:
            waiting = "1 submission waits" if count == 1 else f"{count} submissions wait"
            sentence = f"{item.title}: {waiting} for an answer."
            yield Gap(UNANSWERED, sentence, item.get_absolute_url(), item.mission_id, closed_on)
        if not item.is_owned:
            sentence = f"{item.title} {why_unowned(item.owner_id)}."
            since = clock.london_day(item.opens_at)
            yield Gap(NOT_OWNED, sentence, item.get_absolute_url(), item.mission_id, since)


RULE = GapRule(
    "Closed rounds with unanswered submissions, and rounds without an owner",
    find,
    lambda ids, day: [
        counted_as(UNANSWERED, launched(ids, day).filter(is_over=True, unanswered__gt=0)),
        counted_as(NOT_OWNED, launched(ids, day).filter(is_owned=False)),
    ],
)
