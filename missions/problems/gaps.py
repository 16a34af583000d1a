"""Pain points that nobody owns."""

import datetime as dt
from collections.abc import Iterable, Iterator

from missions.core.registries import Gap, GapRule
from missions.problems.models import PainPoint
from missions.stewardship.gaps import owner_on_mission, why_unowned

FINISHED = ("resolved", "not-pursued")


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Pain points still open without an owner, or whose owner's role has ended, in one query."""
    points = PainPoint.objects.filter(mission__in=list(mission_ids)).exclude(status__in=FINISHED)
    for point in points.annotate(is_owned=owner_on_mission(day)).filter(is_owned=False).select_related("mission"):
        sentence = f"{point.reference} {point.title.rstrip('.')} {why_unowned(point.owner_id)}."
        yield Gap("Pain points without an owner", sentence, point.get_absolute_url(), point.mission_id, point.reported_on)


RULE = GapRule("Pain points without an owner, or whose owner’s role has ended", find)
