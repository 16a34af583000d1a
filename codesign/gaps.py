"""Rounds whose submissions wait for an answer, and rounds that nobody owns."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Count

from codesign.models import Round
from codesign.querysets import waits
from missions.core import clock
from missions.core.registries import Gap, GapRule
from missions.stewardship.gaps import owner_on_mission, why_unowned


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Rounds that were launched: over with submissions unanswered, or without an owner, in one query."""
    unanswered = Count("participants__contributions", filter=waits("participants__contributions__"), distinct=True)
    rounds = Round.objects.filter(mission__in=list(mission_ids), status__in=("open", "closed"))
    rounds = rounds.annotate(is_owned=owner_on_mission(day), unanswered=unanswered).select_related("mission")
    for item in rounds.order_by("closes_at", "pk"):
        closed_on = clock.london_day(item.closes_at)
        count: int = item.unanswered  # type: ignore[attr-defined]
        if count and (item.status == "closed" or closed_on < day):
            waiting = "1 submission waits" if count == 1 else f"{count} submissions wait"
            sentence = f"{item.title}: {waiting} for an answer."
            yield Gap("Rounds with unanswered submissions", sentence, item.get_absolute_url(), item.mission_id, closed_on)
        if not item.is_owned:  # type: ignore[attr-defined]
            sentence = f"{item.title} {why_unowned(item.owner_id)}."
            since = clock.london_day(item.opens_at)
            yield Gap("Rounds without an owner", sentence, item.get_absolute_url(), item.mission_id, since)


RULE = GapRule("Closed rounds with unanswered submissions, and rounds without an owner", find)
