"""Pages on which directors let somebody decide for them, and take it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.decisions import actions
from missions.decisions.access import why_not_delegate
from missions.decisions.forms import DelegateForm
from missions.decisions.models import Decision, Delegation
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand_on


@login_required
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest, mission: str) -> HttpResponse:
    """Who decides for whom, and a form for directors; of one decision where `decision` names it."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    why_not = why_not_delegate(standing)
    if request.method == "POST":
        require(why_not)
    one = _asked(standing, request.GET.get("decision", ""))
    form = DelegateForm(request.POST or None, standing=standing, initial={"starts_on": standing.on})
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.delegate(by=user, standing=standing, decision=one, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{given.delegate} may decide for you until {given.last_day:%-d %B %Y}.")
            return redirect(one or "decisions:delegations", *([] if one else [standing.mission.slug]))
    held = Delegation.objects.filter(mission=standing.mission, ends_on__gt=standing.on)
    context: dict[str, Any] = {
        "standing": standing,
        "section": "decisions",
        "form": form,
        "one": one,
        "why_not": why_not,
        "held": held.select_related("director", "delegate", "decision"),
    }
    return render(request, "decisions/delegations.html", context)


def _asked(standing: Standing, pk: str) -> Decision | None:
    """A decision that waits for this director, by the number in the address."""
    if not pk:
        return None
    found = Decision.objects.waiting().filter(mission=standing.mission, asked_of=standing.user)
    decision = (
        found.select_related("mission").filter(pk=int(pk)).first() if pk.isascii() and pk.isdecimal() and len(pk) < 10 else None
    )
    if decision is None:
        raise Http404("No such decision waits for you.")
    return decision


@login_required
@require_POST
def end(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Take it back."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    given = get_object_or_404(Delegation.objects.select_related("delegate"), mission=standing.mission, pk=pk)
    actions.end_delegation(by=user, standing=standing, delegation=given)
    messages.success(request, f"{given.delegate} no longer decides for you.")
    return redirect("decisions:delegations", standing.mission.slug)
