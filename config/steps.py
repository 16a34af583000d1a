"""The steps from a pain point to an outcome, each with its day and state: what acts on it, how that was tested and paid for, who uses
it, and what changed. One reading of them for those who said what hurts and for the messages that tell them when something moves.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum, TextField, Value, Window
from django.db.models.functions import RowNumber

from funding.models import Award
from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import ADOPTED
from missions.adoption.summary import Reach, reach_by_intervention
from missions.core import clock
from missions.core.formats import pounds, thousands
from missions.interventions.models import Intervention, Iteration, IterationServes, PainPointAddressed
from missions.outcomes.models import Rollup
from missions.problems.models import PainPoint

# Councils live at which a message is worth sending.
MILESTONES = (1, 10, 50, 100, 200)
# What is older is no news any more; a figure often comes long after its period.
NEWS_FOR, FIGURE_IS_NEWS_FOR = dt.timedelta(days=28), dt.timedelta(days=365)


class Kind(StrEnum):
    """Which part of the thread a step belongs to, in the order of the page."""

    POINT = "The problem"
    ACTION = "What acts on it"
    TRIAL = "How scaling it was tested"
    MONEY = "What was paid for it"
    ADOPTION = "Who uses it"
    OUTCOME = "What changed"


@dataclass(frozen=True)
class Step:
    """One thing that happened. `day` is None where nobody recorded it. `known_at`: since when the product knows; None: it is no news.

    `key` names the step and its state: somebody is told of it once.
    """

    key: str
    kind: Kind
    title: str
    state: str
    url: str
    day: dt.date | None = None
    known_at: dt.datetime | None = None

    def is_news(self, *, since: dt.datetime, now: dt.datetime) -> bool:
        """Whether somebody who listens since a moment is to be told now."""
        lasts = FIGURE_IS_NEWS_FOR if self.kind == Kind.OUTCOME else NEWS_FOR
        return self.known_at is not None and max(since, now - lasts) <= self.known_at <= now


@dataclass(frozen=True)
class Since:
    """When the product learned of a state; `is_first`: the thing came with it, so this says nothing about when it began."""

    known_at: dt.datetime | None = None
    is_first: bool = True

    def day(self, otherwise: dt.date | None) -> dt.date | None:
        """When the state began."""
        return otherwise if self.is_first or self.known_at is None else clock.london_day(self.known_at)


@dataclass
class Found:
    """What was read for some pain points: shared, so that a step that serves several is made once."""

    on: dt.date
    points: Sequence[PainPoint]
    actions: dict[int, list[Intervention]] = field(default_factory=dict)
    trials: dict[int, list[Iteration]] = field(default_factory=dict)
    money: dict[tuple[str, int], Any] = field(default_factory=dict)
    reach: dict[int, Reach] = field(default_factory=dict)
    milestones: dict[int, list[Any]] = field(default_factory=dict)
    rollups: dict[int, list[Rollup]] = field(default_factory=dict)
    since: dict[tuple[str, int], Since] = field(default_factory=dict)


def steps_of(points: Iterable[PainPoint], *, on: dt.date) -> dict[int, list[Step]]:
    """The steps of each pain point, which must come with its mission, in the order of the thread. Eight queries whatever the number."""
    listed = list({point.pk: point for point in points}.values())
    if not listed:
        return {}
    found = _read(listed, on)
    return {point.pk: _steps(point, found) for point in listed}


def _read(points: Sequence[PainPoint], on: dt.date) -> Found:
    found = Found(on, points)
    links = PainPointAddressed.objects.filter(pain_point__in=points).exclude(intervention__status="idea")
    actions: dict[int, Intervention] = {}
    for link in links.select_related("intervention__mission", "intervention__adoption_rollup").order_by("intervention__name"):
        actions[link.intervention_id] = actions.get(link.intervention_id, link.intervention)
        found.actions.setdefault(link.pain_point_id, []).append(actions[link.intervention_id])
    serves = IterationServes.objects.filter(intervention__in=actions).select_related("iteration__mission")
    trials: dict[int, Iteration] = {}
    for serving in serves.order_by("iteration__starts_on", "iteration__name"):
        trials[serving.iteration_id] = trials.get(serving.iteration_id, serving.iteration)
        found.trials.setdefault(serving.intervention_id, []).append(trials[serving.iteration_id])
    found.money = _money(list(trials), list(actions))
    found.reach = reach_by_intervention(list(actions.values()), as_at=on)
    found.milestones = _milestones(list(actions), on)
    found.rollups = _rollups({point.mission_id for point in points}, on)
    found.since = _since(points, list(actions.values()), list(trials.values()))
    return found


def _money(trials: Sequence[int], actions: Sequence[int]) -> dict[tuple[str, int], Any]:
    """Awards of each iteration, and those that name only an intervention. One query."""
    given = Award.objects.given().order_by()
    by_trial = given.filter(iteration__in=trials).annotate(what=_text("trial"), pk_of=F("iteration"))
    by_action = given.filter(iteration__isnull=True, intervention__in=actions).annotate(
        what=_text("action"), pk_of=F("intervention")
    )
    figures = {"times": Count("pk"), "total": Sum("amount"), "first": Min("awarded_on"), "latest": Max("awarded_on")}
    names = ("what", "pk_of", "times", "total", "first", "latest")
    rows = [
        queryset.values("what", "pk_of").annotate(**figures).values_list(*names, named=True) for queryset in (by_trial, by_action)
    ]
    return {(row.what, row.pk_of): row for row in rows[0].union(rows[1], all=True)}


def _milestones(actions: Sequence[int], on: dt.date) -> dict[int, list[Any]]:
    """When the first, the tenth … council came to be live with each intervention. One query."""
    live = AdoptionEvent.objects.as_at(on).filter(intervention__in=actions, stage__in=ADOPTED).order_by()
    councils = live.values("intervention", "organisation").annotate(first=Min("happened_on"), known=Min("recorded_at"))
    placed = councils.annotate(
        place=Window(
            RowNumber(), partition_by=F("intervention"), order_by=(F("first").asc(), F("known").asc(), F("organisation").asc())
        )
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in placed.order_by("intervention", "place"):
        if row["place"] in MILESTONES:
            found[row["intervention"]].append(row)
    return found


def _rollups(missions: set[int], on: dt.date) -> dict[int, list[Rollup]]:
    """The headline indicator’s figures, the earliest first, by mission. One query."""
    rows = Rollup.objects.of_all_councils().filter(
        indicator__mission__in=missions, indicator__is_headline=True, value__isnull=False, period_start__lte=on
    )
    found: dict[int, list[Rollup]] = defaultdict(list)
    for row in rows.select_related("indicator__mission").order_by("period_start"):
        found[row.indicator.mission_id].append(row)
    return found


def _since(
    points: Sequence[PainPoint], actions: Sequence[Intervention], trials: Sequence[Iteration]
) -> dict[tuple[str, int], Since]:
    """Since when each has been in its present state, by the history that triggers keep. One query."""
    kinds: tuple[tuple[str, Any, Sequence[Any]], ...] = (
        ("point", PainPoint, points),
        ("action", Intervention, actions),
        ("trial", Iteration, trials),
    )
    rows: list[QuerySet[Any, Any]] = []
    for name, model, things in kinds:
        kept = model.pgh_event_model._default_manager.filter(pgh_obj__in=[thing.pk for thing in things]).order_by()
        states = kept.annotate(what=_text(name)).values("what", "pgh_obj", "status")
        first = states.annotate(at=Min("pgh_created_at"), born=Count("pk", filter=Q(pgh_label="insert")))
        rows.append(first.values_list("what", "pgh_obj", "status", "at", "born"))
    status = {(name, thing.pk): thing.status for name, _, things in kinds for thing in things}
    found = rows[0].union(*rows[1:], all=True)
    return {(what, pk): Since(at, bool(born)) for what, pk, state, at, born in found if status[what, pk] == state}


def _text(value: str) -> Value:
    return Value(value, output_field=TextField())


def _steps(point: PainPoint, found: Found) -> list[Step]:
    actions = found.actions.get(point.pk, [])
    trials = {item.pk: item for action in actions for item in found.trials.get(action.pk, [])}
    return [
        _point(point, found),
        *(_action(item, found) for item in actions),
        *(_trial(item, found) for item in trials.values()),
        *(_award(item, "trial", found) for item in trials.values() if ("trial", item.pk) in found.money),
        *(_award(item, "action", found) for item in actions if ("action", item.pk) in found.money),
        *(step for item in actions for step in _adoption(item, found)),
        *_outcomes(point, found),
    ]


def _point(point: PainPoint, found: Found) -> Step:
    since = found.since.get(("point", point.pk), Since())
    state = f"{point.get_status_display()}: {point.status_reason}" if point.status_reason else point.get_status_display()
    # That it was reported is where every one begins.
    news = None if point.status == "reported" else since.known_at
    url, day = point.get_absolute_url(), since.day(point.reported_on)
    return Step(f"point:{point.pk}:{point.status}", Kind.POINT, point.title, state, url, day, news)


def _action(item: Intervention, found: Found) -> Step:
    since = found.since.get(("action", item.pk), Since())
    reason = f": {item.status_reason}" if item.status_reason else ""
    state = f"{item.get_kind_display()}, {item.get_status_display().lower()}{reason}"
    url, day = item.get_absolute_url(), since.day(item.started_on)
    return Step(f"action:{item.pk}:{item.status}", Kind.ACTION, item.name, state, url, day, since.known_at)


def _trial(item: Iteration, found: Found) -> Step:
    since = found.since.get(("trial", item.pk), Since())
    state = f"{item.get_method_display()}, {item.get_status_display().lower()}"
    news = None if item.status == "planned" else since.known_at
    url, day = item.get_absolute_url(), since.day(item.starts_on)
    return Step(f"trial:{item.pk}:{item.status}", Kind.TRIAL, item.name, state, url, day, news)


def _award(item: Intervention | Iteration, what: str, found: Found) -> Step:
    """All awards of an iteration are one step, since the first of them."""
    money = found.money[what, item.pk]
    awards = "1 award" if money.times == 1 else f"{thousands(money.times)} awards"
    until = "" if money.latest == money.first else ", the first of them on this day"
    state = f"{pounds(money.total)} in {awards}{until}"
    return Step(
        f"award:{what}:{item.pk}", Kind.MONEY, item.name, state, item.get_absolute_url(), money.first, clock.start_of(money.first)
    )


def _adoption(item: Intervention, found: Found) -> Iterable[Step]:
    """The number today, and each milestone on the way to it."""
    reach, reached = found.reach.get(item.pk), found.milestones.get(item.pk, [])
    url = item.get_absolute_url()
    for row in reached:
        place = "The first council is" if row["place"] == 1 else f"{row['place']} councils are"
        key = f"adopted:{item.pk}:{row['place']}"
        yield Step(key, Kind.ADOPTION, item.name, f"{place} live with it", url, row["first"], row["known"])
    if reach is not None and reach.adopted:
        state = f"{thousands(reach.adopted)} of {thousands(reach.councils)} councils have adopted it"
        yield Step(f"adopted:{item.pk}:now", Kind.ADOPTION, item.name, state, url, found.on)


def _outcomes(point: PainPoint, found: Found) -> Iterable[Step]:
    """The first figure of the headline indicator and the latest; a period that ended is news."""
    series = found.rollups.get(point.mission_id, [])
    for row in [*series[:1], *series[-1:]] if len(series) > 1 else series:
        indicator, ended = row.indicator, row.period.ends_on
        figure = f"{thousands(row.value, indicator.decimals)}{indicator.unit_suffix}"
        state = f"{figure} in {row.period.label}, known for {row.reported} of {row.eligible} councils"
        key = f"outcome:{indicator.pk}:{row.period_start}"
        yield Step(
            key,
            Kind.OUTCOME,
            indicator.name,
            state,
            indicator.get_absolute_url(),
            ended - dt.timedelta(days=1),
            clock.start_of(ended),
        )


def by_kind(steps: Iterable[Step]) -> Mapping[Kind, list[Step]]:
    """In the order of the thread; kinds in which nothing has happened are empty."""
    found: dict[Kind, list[Step]] = {kind: [] for kind in Kind}
    for step in steps:
        found[step.kind].append(step)
    return found
