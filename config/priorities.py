"""What comes first: pain points and interventions ordered by impact, reach, confidence and effort, and how far the weights decide it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from config.intervention import RECORDED
from missions.adoption.summary import reach_by_intervention
from missions.core import clock
from missions.core.ranking import DRAWS, TOP, ranks, scores, stays_in_top
from missions.interventions.models import Intervention, PainPointAddressed
from missions.interventions.prioritising import Adopted, Weighed, adopted_line, impact_lines, weigh
from missions.people.access import person
from missions.problems.forms import STATED, WeightsForm
from missions.problems.judging import Judgement
from missions.problems.models import PainPoint
from missions.problems.priorities import LABELS, of_points, open_points, population_of, said_about
from missions.problems.prioritising import NAMES, Priority, carried
from missions.problems.priority_words import Told, impact_of, reach_of, tell
from missions.stewardship.access import CURATORS, Standing, stand_on

PER_PAGE, WAITING_PER_PAGE = 50, 15
EQUAL = (1.0,) * len(NAMES)


@dataclass(frozen=True)
class Row:
    """One thing with what decides its place; `score`, `place` and the like are None until all four numbers are known."""

    key: str
    title: str
    url: str
    judge_url: str
    told: Sequence[Told]
    priority: Priority
    reason: str
    score: float | None = None
    place: int | None = None
    stays: float | None = None
    tried_score: float | None = None
    tried_place: int | None = None

    @property
    def missing(self) -> str:
        """“confidence and effort”."""
        names = self.priority.missing
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    @property
    def moved(self) -> int:
        """How many places the weights that were tried move it up."""
        return (self.place or 0) - (self.tried_place or 0)

    @property
    def moved_by(self) -> int:
        """The same without its sign."""
        return abs(self.moved)


@login_required
def pain_points(request: HttpRequest, mission: str) -> HttpResponse:
    """Pain points in their order."""
    return _page(request, mission, "problems", _points)


@login_required
def interventions(request: HttpRequest, mission: str) -> HttpResponse:
    """Interventions in their order."""
    return _page(request, mission, "interventions", _interventions)


def _page(request: HttpRequest, mission: str, section: str, rows_of: Callable[[Standing], list[Row]]) -> HttpResponse:
    standing = stand_on(person(request), mission, on=clock.today())
    rows = rows_of(standing)
    form = WeightsForm(request.GET if any(name in request.GET for name in NAMES) else None)
    tried = form.weights() if form.is_valid() else None
    ranked = ordered(rows, tried)
    waiting = sorted((row for row in rows if row.priority.parts is None), key=lambda row: (len(row.priority.missing), row.key))
    context = {
        "standing": standing,
        "section": section,
        "form": form,
        "stated": STATED,
        "is_tried": tried is not None,
        "ranked": Paginator(ranked, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": Paginator(waiting, WAITING_PER_PAGE).get_page(request.GET.get("waiting")),
        "draws": DRAWS,
        "top": TOP,
        "tells": len(ranked) > TOP,
        "why_not_judge": standing.why_not(CURATORS, "judge confidence and effort"),
    }
    return render(request, "priorities/page.html", context)


def ordered(rows: Sequence[Row], tried: Sequence[float] | None) -> list[Row]:
    """Those of which all four are known, with score and place by equal weights and by those that are tried, which then order them."""
    known = {row.key: row for row in rows if row.priority.parts is not None}
    parts: Mapping[str, Sequence[float]] = {key: row.priority.parts or () for key, row in known.items()}
    score, place, stays = scores(parts, EQUAL), ranks(parts, EQUAL), stays_in_top(parts)
    found = [replace(row, score=score[key], place=place[key], stays=stays[key]) for key, row in known.items()]
    if tried:
        tried_score, place = scores(parts, tried), ranks(parts, tried)
        found = [replace(row, tried_score=tried_score[row.key], tried_place=place[row.key]) for row in found]
    return sorted(found, key=lambda row: (place[row.key], row.key))


def _points(standing: Standing) -> list[Row]:
    points = list(open_points(standing.mission))
    said = said_about(point.pk for point in points)
    found = of_points(points, said, population_of(standing.mission, standing.on))
    rows = []
    for point in points:
        counted, priority = found[point.pk]
        judgement: Judgement | None = getattr(point, "judgement", None)
        told = tell(priority, judgement, impact=impact_of(counted), reach=reach_of(counted))
        judge = reverse("problems:judge", args=[standing.mission.slug, point.reference])
        title = f"{point.reference} {point.title}"
        rows.append(Row(point.reference, title, point.get_absolute_url(), judge, told, priority, _reason(judgement)))
    return rows


def _interventions(standing: Standing) -> list[Row]:
    linked = PainPointAddressed.objects.filter(intervention=OuterRef("pk")).order_by().values("pain_point")
    items: Any = (
        Intervention.objects.filter(mission=standing.mission)
        .exclude(status="stopped")
        .select_related("mission", "judgement", "adoption_rollup")
        .annotate(is_recorded=RECORDED, points=ArraySubquery(linked))
    )
    items = list(items)
    weighed = _weighed(standing, items)
    rows = []
    for item in items:
        found = weighed[item.pk]
        judgement: Judgement | None = getattr(item, "judgement", None)
        reach = [*reach_of(found.carried), adopted_line(found)]
        told = tell(found.priority, judgement, impact=impact_lines(found), reach=reach)
        judge = reverse("interventions:judge", args=[standing.mission.slug, item.slug])
        rows.append(Row(item.slug, item.name, item.get_absolute_url(), judge, told, found.priority, _reason(judgement)))
    return rows


def _weighed(standing: Standing, items: Sequence[Any]) -> dict[int, Weighed]:
    """Each intervention by id, from its open pain points and its adoption."""
    points: dict[int, PainPoint] = {point.pk: point for point in open_points(standing.mission)}
    population, said = population_of(standing.mission, standing.on), said_about(points)
    impacts = {pk: found.impact for pk, (_, found) in of_points(points.values(), said, population).items()}
    reach = reach_by_intervention([item for item in items if item.is_recorded], as_at=standing.on)
    found = {}
    for item in items:
        acted_on = [pk for pk in item.points if pk in points]
        together = carried((piece for pk in acted_on for piece in said.get(pk, ())), population, LABELS)
        adopted = Adopted(reach[item.pk].adopted, reach[item.pk].councils) if item.is_recorded else None
        by_reference = {points[pk].reference: impacts[pk] for pk in acted_on}
        found[item.pk] = weigh(by_reference, together, adopted, getattr(item, "judgement", None))
    return found


def _reason(judgement: Judgement | None) -> str:
    return judgement.reason if judgement is not None else ""
