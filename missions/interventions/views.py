"""What is changed in interventions and iterations; the pages that show them join several areas."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from missions.core import clock
from missions.core.access import require
from missions.interventions import actions
from missions.interventions.forms import MoveForm
from missions.interventions.lifecycle import INTERVENTION
from missions.interventions.models import Intervention, Iteration
from missions.interventions.resting import dependencies_of
from missions.people.access import signed_in
from missions.stewardship.access import CURATORS, stand


@login_required
def move(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Change the status."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item = get_object_or_404(Intervention.objects.select_related("mission"), mission=standing.mission, slug=slug)
    require(standing.why_not(CURATORS, "change an intervention"))
    form = MoveForm(request.POST if request.method == "POST" else None, intervention=item)
    if request.method == "POST" and form.is_valid():
        actions.move_intervention(by=user, standing=standing, intervention=item, **form.cleaned_data)
        label = INTERVENTION.states[form.cleaned_data["status"]].label.lower()
        messages.success(request, f"{item.name} is now: {label}.")
        return redirect(item)
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "carries": dependencies_of(item).carries,
        "form": form,
    }
    return render(request, "interventions/move.html", context)


@login_required
@require_POST
def own(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Become the owner of an intervention."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item = get_object_or_404(Intervention.objects.select_related("mission"), mission=standing.mission, slug=slug)
    actions.take_ownership(by=user, standing=standing, intervention=item)
    messages.success(request, f"You now own {item.name}.")
    return redirect(item)


@login_required
@require_POST
def own_iteration(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Become the owner of an iteration."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item = get_object_or_404(Iteration.objects.select_related("mission"), mission=standing.mission, slug=slug)
    actions.take_iteration(by=user, standing=standing, iteration=item)
    messages.success(request, f"You now own {item.name}.")
    return redirect(item)
