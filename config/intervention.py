"""Interventions and iterations with what higher areas know about them: adoption, money, outcomes, decisions."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from funding.models import Award
from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import ADOPTED
from missions.adoption.summary import reach_by_intervention
from missions.adoption.together import company
from missions.core import clock
from missions.decisions.access import why_not_ask
from missions.decisions.models import Decision
from missions.interventions.access import why_not_write_theory
from missions.interventions.iteration_actions import why_not_change, why_not_plan
from missions.interventions.models import Intervention, InterventionKind, Iteration, IterationServes
from missions.interventions.plan_models import TheoryLine
from missions.interventions.precedents import missions_to_copy_into, public_precedent
from missions.interventions.resting import RESTS_ON_HALTED, dependencies_of
from missions.interventions.theory import theory_of
from missions.people.access import person
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, stand
from missions.stewardship.models import Lever

PER_PAGE = 50
LEVERS = ArraySubquery(Lever.objects.filter(interventions=OuterRef("pk")).order_by("style", "name").values("name"))
THEORY = ArraySubquery(
    TheoryLine.objects.filter(intervention=OuterRef("pk")).values(
        found=JSONObject(step="step", position="position", wording="wording")
    )
)
# Where nothing was ever recorded, “0 councils” would say more than anybody knows.
RECORDED = Exists(AdoptionEvent.objects.filter(intervention=OuterRef("pk")))


def listing(request: HttpRequest, mission: str) -> HttpResponse:
    """All interventions of a mission, with how many councils have adopted each."""
    standing = stand(person(request), mission, on=clock.today())
    kind, query = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    found = standing.mission.interventions.select_related("mission", "adoption_rollup").annotate(
        problems=Count("addresses"), is_recorded=RECORDED, rests_on_halted=RESTS_ON_HALTED
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
        "why_not_add": standing.why_not(CURATORS, "add an intervention"),
    }
    return render(request, "interventions/list.html", context)


def page(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """One intervention: why, what it acts on, how it is tested, who has adopted it, what came of it."""
    standing = stand(person(request), mission, on=clock.today())
    item: Any = get_object_or_404(
        Intervention.objects.select_related("mission", "owner", "adoption_rollup", "precedent__mission").annotate(
            is_recorded=RECORDED, theory_rows=THEORY, lever_names=LEVERS
        ),
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
        "levers": item.lever_names,
        "theory": theory_of(TheoryLine(**row) for row in item.theory_rows),
        "why_not_theory": why_not_write_theory(standing, item),
        "dependencies": dependencies_of(item),
        "addresses": item.addresses.select_related("pain_point__mission"),
        "served": served,
        "reach": reach_by_intervention([item], as_at=standing.on)[item.pk],
        "money": _money(Q(iteration__serves__intervention=item) | Q(intervention=item)),
        "outcomes": item.published_outcomes.all()[:20],
        "why_not_move": standing.why_not(CURATORS, "change an intervention"),
        "may_copy": bool(standing.user and missions_to_copy_into(standing.user, standing.mission, standing)),
        "precedent": public_precedent(item),
    }
    return render(request, "interventions/page.html", context)


def iteration(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """One iteration: what was tried, with whom, for how much, what was learned and decided."""
    standing = stand(person(request), mission, on=clock.today())
    credited = AdoptionEvent.objects.as_at(standing.on).filter(iteration=OuterRef("pk"), stage__in=ADOPTED).order_by()
    serves = Prefetch("serves", IterationServes.objects.select_related("intervention__mission"))
    item = get_object_or_404(
        Iteration.objects.select_related("mission", "owner", "follows__mission", "precedent__mission")
        .prefetch_related(serves, "followed_by__mission")
        .annotate(
            places=Count("funded_places", distinct=True),
            credited=Coalesce(
                Subquery(credited.values("iteration").annotate(n=Count("organisation", distinct=True)).values("n")), 0
            ),
            is_waiting=Exists(Decision.objects.waiting().filter(iteration=OuterRef("pk"))),
        ),
        mission=standing.mission,
        slug=slug,
    )
    served = {link.intervention_id: link.intervention.name for link in item.serves.all()}
    found = company(item, served, standing.on)
    councils = list(Organisation.objects.filter(pk__in=found.councils).order_by("name", "pk"))
    awards = (
        Award.objects.given().filter(iteration=item).select_related("recipient", "fund__mission").order_by("-amount", "reference")
    )
    context = {
        "standing": standing,
        "section": "interventions",
        "iteration": item,
        "awards": awards[:50],
        "money": _money(Q(iteration=item)),
        "is_overdue": item.is_overdue(standing.on),
        "precedent": public_precedent(item),
        "aimed_at": [council for council in councils if council.pk in found.aimed_at],
        "clashes": [(clash, [council for council in councils if council.pk in clash.councils]) for clash in found.clashes],
        "why_not_plan": why_not_plan(standing),
        "why_not_change": why_not_change(standing, item),
        "why_not_ask": why_not_ask(standing),
        "why_not_own": standing.why_not(CURATORS, "own an iteration"),
        "decisions": item.decisions.filter(status="taken").select_related("mission"),
        "outcomes": item.published_outcomes.all()[:20],
    }
    return render(request, "interventions/iteration.html", context)


def _money(condition: Q) -> dict[str, object]:
    """How many awards and how much; an award that serves twice is counted once."""
    ids = Award.objects.given().filter(condition).values("pk")
    return Award.objects.filter(pk__in=ids).aggregate(count=Count("pk"), total=Sum("amount"))
