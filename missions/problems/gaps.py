"""Pain points that nobody owns."""

import datetime as dt
from collections.abc import Iterable, Iterator

from missions.core.registries import Gap, GapRule, counted_as
from missions.problems.lifecycle import FINISHED
from missions.problems.models import PainPoint
from missions.problems.querysets import PainPointQuerySet
from missions.stewardship.gaps import owner_on_mission, why_unowned

KIND = "Pain points without an owner"


def unowned(mission_ids: Iterable[int], day: dt.date) -> PainPointQuerySet:
    """Pain points still open without an owner, or whose owner's role has ended."""
    points = PainPoint.objects.filter(mission__in=list(mission_ids)).exclude(status__in=FINISHED)
    return points.filter(~owner_on_mission(day))


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each with its title, in one query."""
    for point in unowned(mission_ids, day).select_related("mission"):
        sentence = f"{point.reference} {point.title.rstrip('.')} {why_unowned(point.owner_id)}."
        yield Gap(KIND, sentence, point.get_absolute_url(), point.mission_id, point.reported_on)


RULE = GapRule(
    "Pain points without an owner, or whose owner’s role has ended", find, lambda ids, day: [counted_as(KIND, unowned(ids, day))]
)
