"""The thread: one pain point traced from what was said to what changed, in both directions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from config.answered import answered, with_answers
from config.headline import Money, councils_of
from funding.models import Award
from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import ADOPTED
from missions.adoption.summary import reach_by_intervention
from missions.core import clock
from missions.decisions.models import Decision, Outcome
from missions.interventions.models import Intervention, Iteration, IterationServes, PainPointAddressed
from missions.outcomes.models import PublishedOutcome, Rollup
from missions.people.access import person
from missions.problems.access import readable_evidence
from missions.problems.models import PainPoint
from missions.reports.models import Report
from missions.stewardship.access import stand
from missions.stewardship.models import Mission

QUOTES_SHOWN = 3


@dataclass(frozen=True)
class Action:
    """An intervention that acts on the pain point, and how many councils have adopted it."""

    intervention: Intervention
    basis: str
    adopted: int


@dataclass(frozen=True)
class Trial:
    """An iteration that tested how to scale one or more of the interventions."""

    iteration: Iteration
    serves: Sequence[IterationServes]
    money: Money


def thread(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """One pain point and everything that hangs on it, each step a link."""
    standing = stand(person(request), mission, on=clock.today())
    found = _with_ends(PainPoint.objects.select_related("mission", "owner").with_figures(), standing.on)
    readable = readable_evidence(standing)
    found = with_answers(found, standing, readable)
    point: Any = get_object_or_404(found, mission=standing.mission, reference=reference)
    actions = _actions(point, standing.on)
    interventions = [action.intervention for action in actions]
    trials, money = _trials(standing.mission, interventions)
    series = list(_headline_series(standing.mission, standing.on))
    said = point.evidence_links.filter(evidence__in=readable).select_related("evidence__organisation")
    context = {
        "standing": standing,
        "section": "problems",
        "point": point,
        "quotes": said.order_by("evidence__source", "evidence__said_on", "pk")[:QUOTES_SHOWN],
        "answered": answered(point),
        "actions": actions,
        "adopted": (adopted := [action for action in actions if action.adopted]),
        "others": len(actions) - len(adopted),
        "trials": trials,
        "money": money,
        "latest": series[-1] if series else None,
        "first": series[0] if len(series) > 1 else None,
        "results": _results(interventions, [trial.iteration for trial in trials]),
        "decisions": [{**row, "label": Outcome(row["outcome"]).label} for row in point.decisions],
    }
    return render(request, "thread/page.html", context)


def best_example(mission: Mission) -> PainPoint | None:
    """The pain point whose thread is most complete: acted on, tested with money, and adopted somewhere; then the most often said."""
    acts = PainPointAddressed.objects.filter(pain_point=OuterRef("pk"))
    adopted = Exists(AdoptionEvent.objects.filter(intervention=OuterRef("pk"), stage__in=ADOPTED))
    paid = Exists(Award.objects.given().filter(iteration__serves__intervention=OuterRef("pk")))
    # Which interventions are whole is asked once, not for each pain point.
    whole = Intervention.objects.filter(adopted, paid, mission=mission).order_by().values("pk")
    points = mission.pain_points.with_figures().annotate(
        is_whole=Exists(acts.filter(intervention__in=whole)),
        is_headline=Exists(acts.filter(intervention__is_headline=True)),
        is_addressed=Exists(acts),
    )
    order: tuple[str, ...] = ("-is_whole", "-is_headline", "-is_addressed", "-pieces", "reference")
    return points.order_by(*order).first()


def _with_ends(points: Any, on: dt.date) -> Any:
    """Adds the far end of the thread: `councils`, the latest `report` signed off, and the `decisions` taken on its iterations."""
    reports = Report.objects.published().filter(mission=OuterRef("mission")).order_by("-issue", "-version")
    served = IterationServes.objects.filter(
        iteration=OuterRef("iteration"), intervention__addresses__pain_point=OuterRef(OuterRef("pk"))
    )
    decisions = Decision.objects.filter(Exists(served), status="taken").order_by("decided_at")
    return points.annotate(
        councils=Coalesce(councils_of(OuterRef("mission"), on), 0),
        report=Subquery(reports.values(found=JSONObject(title="title", issue="issue", version="version"))[:1]),
        decisions=ArraySubquery(
            decisions.values(found=JSONObject(pk="pk", question="question", outcome="outcome", rationale="rationale"))
        ),
    )


def _actions(point: PainPoint, on: dt.date) -> list[Action]:
    """Every intervention, those that most councils have adopted first."""
    links = list(point.addressed_by.select_related("intervention__mission", "intervention__adoption_rollup"))
    reach = reach_by_intervention([link.intervention for link in links], as_at=on)
    actions = [Action(link.intervention, link.basis, reach[link.intervention_id].adopted) for link in links]
    return sorted(actions, key=lambda action: (-action.adopted, action.intervention.name))


def _trials(mission: Mission, interventions: Sequence[Intervention]) -> tuple[list[Trial], Money]:
    """The iterations with their money, and all the money, each award once."""
    serves: dict[int, list[IterationServes]] = {}
    links = IterationServes.objects.filter(intervention__in=interventions).select_related(
        "iteration__mission", "intervention__mission"
    )
    for link in links.order_by("iteration__starts_on", "iteration__name", "intervention__name"):
        serves.setdefault(link.iteration_id, []).append(link)
    awards = Award.objects.given().filter(Q(iteration__in=serves) | Q(intervention__in=interventions), fund__mission=mission)
    by_iteration: dict[int | None, Money] = {}
    for row in awards.order_by().values("iteration").annotate(count=Count("pk"), total=Sum("amount")):
        by_iteration[row["iteration"]] = Money(row["count"], row["total"])
    everything = Money(
        sum(part.count for part in by_iteration.values()), sum((part.total for part in by_iteration.values()), Decimal(0))
    )
    nothing = Money(0, Decimal(0))
    return [Trial(links[0].iteration, links, by_iteration.get(pk, nothing)) for pk, links in serves.items()], everything


def _headline_series(mission: Mission, on: dt.date) -> Any:
    rows = Rollup.objects.of_all_councils().filter(
        indicator__mission=mission, indicator__is_headline=True, value__isnull=False, period_start__lte=on
    )
    return rows.select_related("indicator__mission").order_by("period_start")


def _results(interventions: Sequence[Intervention], iterations: Sequence[Iteration]) -> Any:
    """Published figures about those interventions or iterations, the latest first."""
    about = Q(intervention__in=interventions) | Q(iteration__in=iterations)
    rows = PublishedOutcome.objects.filter(about).select_related("intervention__mission", "iteration__mission")
    return list(rows.order_by(F("on_day").desc(nulls_last=True), "reference"))
