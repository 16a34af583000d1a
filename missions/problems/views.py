"""Pages of pain points."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from missions.core import clock
from missions.core.access import require
from missions.people.access import person, signed_in
from missions.problems import actions
from missions.problems.access import readable_evidence
from missions.problems.forms import JudgementForm, MoveForm
from missions.problems.lifecycle import PAIN_POINT
from missions.problems.models import Barrier, PainPoint
from missions.problems.priorities import of_points, population_of, said_about
from missions.problems.priority_words import impact_of, reach_of, tell
from missions.stewardship.access import CURATORS, stand, stand_on

PER_PAGE = 50


def pain_points(request: HttpRequest, mission: str) -> HttpResponse:
    """The list, filtered by what stands in the address."""
    standing = stand(person(request), mission, on=clock.today())
    filters = {name: request.GET.get(name, "").strip() for name in ("barrier", "status", "q", "unmet")}
    found = PainPoint.objects.filter(mission=standing.mission)
    if filters["barrier"] in Barrier.values:
        found = found.filter(barrier=filters["barrier"])
    if filters["status"] in PAIN_POINT.states:
        found = found.filter(status=filters["status"])
    if filters["unmet"]:
        found = found.unmet()
    if filters["q"]:
        found = found.filter(
            Q(title__icontains=filters["q"]) | Q(reference__iexact=filters["q"]) | Q(area__icontains=filters["q"])
        )
    page = Paginator(
        found.select_related("mission", "owner").with_figures().with_unmet().order_by("reference"), PER_PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "standing": standing,
        "section": "problems",
        "page": page,
        "filters": filters,
        "is_filtered": any(filters.values()),
        "barriers": Barrier.choices,
        "statuses": PAIN_POINT.choices(),
    }
    return render(request, "problems/list.html", context)


def pain_point(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """One pain point: what people said, what is done about it, and how to follow it."""
    standing = stand(person(request), mission, on=clock.today())
    found = PainPoint.objects.select_related("mission", "owner").with_figures()
    point = get_object_or_404(found, mission=standing.mission, reference=reference)
    links = point.evidence_links.filter(evidence__in=readable_evidence(standing)).select_related("evidence__organisation")
    why_not = standing.why_not(CURATORS, "change a pain point")
    context = {
        "standing": standing,
        "section": "problems",
        "point": point,
        "links": links[:200],
        "addressed_by": point.addressed_by.select_related("intervention__mission"),
        "why_not_change": why_not,
        "form": MoveForm(point=point) if why_not is None else None,
    }
    return render(request, "problems/page.html", context)


@login_required
@require_POST
def move(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Change the status."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    point = get_object_or_404(PainPoint, mission=standing.mission, reference=reference)
    form = MoveForm(request.POST, point=point)
    if form.is_valid():
        actions.move_pain_point(by=user, standing=standing, pain_point=point, **form.cleaned_data)
        messages.success(request, f"{point.reference} is now: {PAIN_POINT.states[form.cleaned_data['status']].label.lower()}.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(point)


@login_required
@require_POST
def own(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Become the owner."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    point = get_object_or_404(PainPoint, mission=standing.mission, reference=reference)
    actions.take_ownership(by=user, standing=standing, pain_point=point)
    messages.success(request, f"You now own {point.reference}.")
    return redirect(point)


@login_required
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """Say how much it hurts, how sure that is and what it takes, beside what was counted."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    require(standing.why_not(CURATORS, "judge a pain point"))
    found = PainPoint.objects.select_related("mission", "judgement__judged_by")
    point = get_object_or_404(found, mission=standing.mission, reference=reference)
    judgement = getattr(point, "judgement", None)
    form = JudgementForm(request.POST or None, judgement=judgement)
    if request.method == "POST" and form.is_valid():
        actions.judge_pain_point(by=user, standing=standing, pain_point=point, estimate=form.estimate())
        messages.success(request, f"Your judgement of {point.reference} is kept. The order of priorities follows it.")
        return redirect("priorities", standing.mission.slug)
    counted, priority = of_points([point], said_about([point.pk]), population_of(standing.mission, standing.on))[point.pk]
    context = {
        "standing": standing,
        "section": "problems",
        "name": str(point),
        "back": point.get_absolute_url(),
        "priorities": reverse("priorities", args=[standing.mission.slug]),
        "judgement": judgement,
        "told": tell(priority, judgement, impact=impact_of(counted), reach=reach_of(counted)),
        "form": form,
    }
    return render(request, "problems/judge.html", context)
