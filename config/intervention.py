"""Interventions and iterations with what higher areas know about them: adoption, money, outcomes, decisions."""

import datetime as dt

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from funding.models import Award
from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import ADOPTED
from missions.adoption.summary import reach_by_intervention
from missions.core import clock
from missions.interventions.models import Intervention, InterventionKind, Iteration, IterationServes
from missions.people.access import person
from missions.stewardship.access import CURATORS, stand

PER_PAGE = 50
# Where nothing was ever recorded, “0 councils” would say more than anybody knows.
RECORDED = Exists(AdoptionEvent.objects.filter(intervention=OuterRef("pk")))


def listing(request: HttpRequest, mission: str) -> HttpResponse:
    """All interventions of a mission, with how many councils have adopted each."""
    standing = stand(person(request), mission, on=clock.today())
    kind, query = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    found = standing.mission.interventions.select_related("mission", "adoption_rollup").annotate(
        problems=Count("addresses"), is_recorded=RECORDED
    )
    if kind in InterventionKind.values:
        found = found.filter(kind=kind)
    if query:
        found = found.filter(Q(name__icontains=query) | Q(summary__icontains=query))
    page = Paginator(found.order_by("-is_headline", "kind", "name"), PER_PAGE).get_page(request.GET.get("page"))
    interventions = list(page.object_list)
    reach = reach_by_intervention(interventions, as_at=standing.on)
    context = {
        "standing": standing,
        "section": "interventions",
        "page": page,
        "rows": [(item, reach[item.pk]) for item in interventions],
        "kinds": InterventionKind.choices,
        "kind": kind,
        "query": query,
    }
    return render(request, "interventions/list.html", context)


def page(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """One intervention: why, what it acts on, how it is tested, who has adopted it, what came of it."""
    standing = stand(person(request), mission, on=clock.today())
    item = get_object_or_404(
        Intervention.objects.select_related("mission", "owner", "adoption_rollup").annotate(is_recorded=RECORDED),
        mission=standing.mission,
        slug=slug,
    )
    served = (
        IterationServes.objects.filter(intervention=item).select_related("iteration__mission").order_by("iteration__starts_on")
    )
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "levers": item.levers.all(),
        "addresses": item.addresses.select_related("pain_point__mission"),
        "served": served,
        "reach": reach_by_intervention([item], as_at=standing.on)[item.pk],
        "money": _money(Q(iteration__serves__intervention=item) | Q(intervention=item)),
        "outcomes": item.published_outcomes.all()[:20],
        "why_not_move": standing.why_not(CURATORS, "change an intervention"),
    }
    return render(request, "interventions/page.html", context)


def iteration(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """One iteration: what was tried, with whom, for how much, what was learned and decided."""
    standing = stand(person(request), mission, on=clock.today())
    serves = Prefetch("serves", IterationServes.objects.select_related("intervention__mission"))
    item = get_object_or_404(
        Iteration.objects.select_related("mission", "owner").prefetch_related(serves), mission=standing.mission, slug=slug
    )
    awards = (
        Award.objects.given().filter(iteration=item).select_related("recipient", "fund__mission").order_by("-amount", "reference")
    )
    context = {
        "standing": standing,
        "section": "interventions",
        "iteration": item,
        "awards": awards[:50],
        "money": _money(Q(iteration=item)),
        "places": item.funded_places.count(),
        "credited": _credited(item, standing.on),
        "why_not_own": standing.why_not(CURATORS, "own an iteration"),
        "decisions": item.decisions.filter(status="taken").select_related("mission"),
        "outcomes": item.published_outcomes.all()[:20],
    }
    return render(request, "interventions/iteration.html", context)


def _credited(item: Iteration, day: dt.date) -> int:
    """Councils with an event, credited to this iteration, that says that they adopted."""
    events = AdoptionEvent.objects.as_at(day).filter(iteration=item, stage__in=ADOPTED)
    return events.values("organisation").distinct().count()


def _money(condition: Q) -> dict[str, object]:
    """How many awards and how much; an award that serves twice is counted once."""
    ids = Award.objects.given().filter(condition).values("pk")
    return Award.objects.filter(pk__in=ids).aggregate(count=Count("pk"), total=Sum("amount"))
