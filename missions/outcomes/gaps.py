"""Indicators that nobody owns."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from missions.core.registries import Gap, GapRule, counted_as
from missions.outcomes.models import Indicator
from missions.stewardship.gaps import owner_on_mission, why_unowned

KIND = "Indicators without an owner"


def unowned(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Indicator]:
    """Indicators without an owner, or whose owner's role has ended."""
    return Indicator.objects.filter(~owner_on_mission(day), mission__in=list(mission_ids))


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each with its name, in one query."""
    for item in unowned(mission_ids, day).select_related("mission"):
        sentence = f"{item.name} {why_unowned(item.owner_id)}."
        yield Gap(KIND, sentence, item.get_absolute_url(), item.mission_id)


RULE = GapRule(
    "Indicators without an owner, or whose owner’s role has ended", find, lambda ids, day: [counted_as(KIND, unowned(ids, day))]
)
