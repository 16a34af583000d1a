"""Pain points that nothing acts on; interventions and iterations that nobody owns or that wait past their end."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q

from missions.core.registries import Gap, GapRule
from missions.interventions.models import Intervention, Iteration
from missions.problems.gaps import FINISHED
from missions.problems.models import PainPoint
from missions.stewardship.gaps import owner_on_mission, why_unowned

OVER = ("decided", "cancelled")


def unaddressed(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Open pain points that no intervention is linked to, in one query."""
    points = PainPoint.objects.filter(mission__in=list(mission_ids), addressed_by__isnull=True).exclude(status__in=FINISHED)
    for point in points.select_related("mission"):
        sentence = f"No intervention acts on {point.reference} {point.title.rstrip('.')}."
        yield Gap("Pain points that nothing acts on", sentence, point.get_absolute_url(), point.mission_id, point.reported_on)


def unowned(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Interventions that haven't been stopped and that nobody on the mission owns, in one query."""
    items = Intervention.objects.filter(mission__in=list(mission_ids)).exclude(status="stopped")
    for item in items.annotate(is_owned=owner_on_mission(day)).filter(is_owned=False).select_related("mission"):
        sentence = f"{item.name} {why_unowned(item.owner_id)}."
        yield Gap("Interventions without an owner", sentence, item.get_absolute_url(), item.mission_id, item.started_on)


def iterations(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Iterations that run or wait: past their end without a decision, or not owned. Those recorded from published sources are over."""
    items = Iteration.objects.filter(mission__in=list(mission_ids)).exclude(status__in=(*OVER, "recorded"))
    items = items.annotate(is_owned=owner_on_mission(day)).filter(Q(is_owned=False) | Q(ends_on__lte=day))
    for item in items.select_related("mission"):
        url = item.get_absolute_url()
        if item.ends_on is not None and item.ends_on <= day:
            sentence = f"{item.name} has ended and nobody has decided what follows."
            yield Gap("Iterations that wait for a decision", sentence, url, item.mission_id, item.ends_on)
        if not item.is_owned:
            sentence = f"{item.name} {why_unowned(item.owner_id)}."
            yield Gap("Iterations without an owner", sentence, url, item.mission_id, item.starts_on)


UNADDRESSED = GapRule("Pain points that no intervention acts on", unaddressed)
UNOWNED = GapRule("Interventions without an owner, or whose owner’s role has ended", unowned)
ITERATIONS = GapRule("Iterations past their end without a decision, or without an owner", iterations)
