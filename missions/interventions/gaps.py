"""Pain points that nothing acts on; interventions and iterations that nobody owns or that wait past their end."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet

from missions.core.registries import Gap, GapRule, counted_as
from missions.interventions.dependencies import HALTED
from missions.interventions.models import Intervention, Iteration
from missions.interventions.plan_models import Dependency, Strength
from missions.problems.models import PainPoint
from missions.problems.querysets import PainPointQuerySet
from missions.stewardship.gaps import owner_on_mission, why_unowned

OVER = ("decided", "cancelled")


NOT_ACTED_ON, NOT_OWNED = "Pain points that nothing acts on", "Interventions without an owner"
RESTS = "Interventions that rest on a paused or stopped one"
NOT_DECIDED, ITERATION_NOT_OWNED = "Iterations that wait for a decision", "Iterations without an owner"


def points_not_acted_on(mission_ids: Iterable[int], day: dt.date) -> PainPointQuerySet:
    """Open pain points that no intervention is linked to."""
    return PainPoint.objects.filter(mission__in=list(mission_ids)).unmet()


def interventions_not_owned(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Intervention]:
    """Interventions that haven't been stopped and that nobody on the mission owns."""
    return Intervention.objects.filter(~owner_on_mission(day), mission__in=list(mission_ids)).exclude(status="stopped")


def iterations_to_see_to(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Any]:
    """Iterations that run or wait, with `is_owned` and `has_ended`. Those recorded from published sources are over."""
    items = Iteration.objects.filter(mission__in=list(mission_ids)).exclude(status__in=(*OVER, "recorded"))
    return items.annotate(is_owned=owner_on_mission(day), has_ended=Q(ends_on__isnull=False, ends_on__lte=day))


def unaddressed(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each pain point with its title, in one query."""
    for point in points_not_acted_on(mission_ids, day).select_related("mission"):
        sentence = f"No intervention acts on {point.reference} {point.title.rstrip('.')}."
        yield Gap(NOT_ACTED_ON, sentence, point.get_absolute_url(), point.mission_id, point.reported_on)


def unowned(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each intervention with its name, in one query."""
    for item in interventions_not_owned(mission_ids, day).select_related("mission"):
        sentence = f"{item.name} {why_unowned(item.owner_id)}."
        yield Gap(NOT_OWNED, sentence, item.get_absolute_url(), item.mission_id, item.started_on)


def iterations(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each iteration past its end without a decision, and each that nobody owns, in one query."""
    items = iterations_to_see_to(mission_ids, day).filter(Q(is_owned=False) | Q(has_ended=True))
    for item in items.select_related("mission"):
        url = item.get_absolute_url()
        if item.has_ended:
            sentence = f"{item.name} has ended and nobody has decided what follows."
            yield Gap(NOT_DECIDED, sentence, url, item.mission_id, item.ends_on, item.owner_id)
        if not item.is_owned:
            sentence = f"{item.name} {why_unowned(item.owner_id)}."
            yield Gap(ITERATION_NOT_OWNED, sentence, url, item.mission_id, item.starts_on)


def resting_on_nothing(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Dependency]:
    """Dependencies of interventions that go on, on those that are paused or stopped."""
    broken = Dependency.objects.filter(intervention__mission__in=list(mission_ids), on__status__in=HALTED)
    return broken.exclude(intervention__status__in=HALTED)


def broken(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each of them, in one query."""
    for link in resting_on_nothing(mission_ids, day).select_related("intervention__mission", "on"):
        needs = "needs" if link.strength == Strength.NEEDS else "is helped by"
        item, state = link.intervention, link.on.get_status_display().lower()
        yield Gap(RESTS, f"{item.name} {needs} {link.on.name}, which is {state}.", item.get_absolute_url(), item.mission_id)


UNADDRESSED = GapRule(
    "Pain points that no intervention acts on",
    unaddressed,
    lambda ids, day: [counted_as(NOT_ACTED_ON, points_not_acted_on(ids, day))],
)
UNOWNED = GapRule(
    "Interventions without an owner, or whose owner’s role has ended",
    unowned,
    lambda ids, day: [counted_as(NOT_OWNED, interventions_not_owned(ids, day))],
)
BROKEN = GapRule(
    "Interventions that rest on one that is paused or stopped",
    broken,
    lambda ids, day: [counted_as(RESTS, resting_on_nothing(ids, day), "intervention__mission_id")],
)
ITERATIONS = GapRule(
    "Iterations past their end without a decision, or without an owner",
    iterations,
    lambda ids, day: [
        counted_as(NOT_DECIDED, iterations_to_see_to(ids, day).filter(has_ended=True)),
        counted_as(ITERATION_NOT_OWNED, iterations_to_see_to(ids, day).filter(is_owned=False)),
    ],
)
