"""Pages on which iterations are planned, changed, started and dropped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from missions.core import clock
from missions.core.access import require
from missions.interventions import iteration_actions as actions
from missions.interventions.iteration_forms import IterationForm, following, planned
from missions.interventions.models import Iteration
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand

DONE = {"running": "{} has started.", "cancelled": "{} won’t take place."}


@login_required
def new(request: HttpRequest, mission: str) -> HttpResponse:
    """Plan an iteration, maybe one that follows another."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    require(actions.why_not_plan(standing))
    before = iteration_of(standing, request.GET["follows"]) if request.GET.get("follows") else None
    initial = following(before) if before else {"interventions": request.GET.getlist("serves")}
    form = IterationForm(request.POST if request.method == "POST" else None, initial=initial, standing=standing, iteration=before)
    if request.method == "POST" and form.is_valid():
        made = actions.create_iteration(by=user, standing=standing, follows=before, **form.cleaned_data)
        messages.success(request, f"{made.name} is planned. Choose the councils that it is aimed at, then start it.")
        return redirect("adoption:aim", mission, made.slug)
    context = {"standing": standing, "section": "interventions", "form": form, "before": before}
    return render(request, "interventions/iteration_new.html", context)


@login_required
def edit(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Change what is planned."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item = iteration_of(standing, slug)
    require(actions.why_not_change(standing, item))
    form = IterationForm(
        request.POST if request.method == "POST" else None, initial=planned(item), standing=standing, iteration=item
    )
    if request.method == "POST" and form.is_valid():
        actions.edit_iteration(by=user, standing=standing, iteration=item, **form.cleaned_data)
        messages.success(request, "The plan is changed. What it said before is kept.")
        return redirect(item)
    context = {"standing": standing, "section": "interventions", "form": form, "iteration": item}
    return render(request, "interventions/iteration_edit.html", context)


@login_required
@require_POST
def move(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Start it, or drop it."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item = iteration_of(standing, slug)
    status = request.POST.get("status", "")
    actions.move_iteration(by=user, standing=standing, iteration=item, status=status)
    messages.success(request, DONE[status].format(item.name))
    return redirect(item)


def iteration_of(standing: Standing, slug: str) -> Iteration:
    """One iteration of the mission."""
    return get_object_or_404(Iteration.objects.select_related("mission"), mission=standing.mission, slug=slug)
