"""Indicators that nobody owns."""

import datetime as dt
from collections.abc import Iterable, Iterator

from missions.core.registries import Gap, GapRule
from missions.outcomes.models import Indicator
from missions.stewardship.gaps import owner_on_mission, why_unowned


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Indicators without an owner, or whose owner's role has ended, in one query."""
    items = Indicator.objects.filter(mission__in=list(mission_ids)).annotate(is_owned=owner_on_mission(day))
    for item in items.filter(is_owned=False).select_related("mission"):
        sentence = f"{item.name} {why_unowned(item.owner_id)}."
        yield Gap("Indicators without an owner", sentence, item.get_absolute_url(), item.mission_id)


RULE = GapRule("Indicators without an owner, or whose owner’s role has ended", find)
