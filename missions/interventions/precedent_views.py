"""The page on which an intervention is copied into another mission."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from missions.core import clock
from missions.interventions.models import Intervention
from missions.interventions.precedents import copy, iterations_of, missions_to_copy_into
from missions.people.access import signed_in
from missions.stewardship.access import stand


@login_required
def copy_intervention(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Says what comes along and what doesn't; a press copies it into the chosen mission."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item = get_object_or_404(Intervention.objects.select_related("mission"), mission=standing.mission, slug=slug)
    missions = missions_to_copy_into(user, standing.mission, standing)
    if not missions:
        raise Http404("This person works on the interventions of no other mission.")
    chosen = request.POST.get("into", "")
    is_missing = request.method == "POST" and chosen not in {found.slug for found in missions}
    if request.method == "POST" and not is_missing:
        into = stand(user, chosen, on=standing.on)
        made = copy(by=user, standing=into, intervention=item)
        messages.success(request, f"{item.name} is copied into {into.mission.name} as an idea. Change it to fit.")
        return redirect(made)
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "missions": missions,
        "iterations": iterations_of(item),
        "is_missing": is_missing,
    }
    return render(request, "interventions/copy.html", context)
