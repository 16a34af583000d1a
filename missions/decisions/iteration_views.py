"""The page on which a lead decides what follows an iteration, where the mandate lets them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.decisions import actions
from missions.decisions.access import why_not_ask, why_not_within_limit
from missions.decisions.bundles import KEY_SOURCES, key_figures
from missions.decisions.forms import DecideForm
from missions.decisions.iteration_evidence import freeze_for
from missions.decisions.models import Decision, Outcome
from missions.interventions.iteration_views import iteration_of
from missions.people.access import signed_in
from missions.stewardship.access import stand_on


@login_required
def decide(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Within the limit the lead decides here, beside the evidence; beyond it the page leads on to asking a director."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    require(why_not_ask(standing))
    item = iteration_of(standing, slug)
    if item.status not in ("running", "deciding"):
        raise NotNow(f"This iteration is {item.get_status_display().lower()}: only one that runs or has ended is decided.")
    waiting = Decision.objects.waiting().filter(iteration=item).select_related("mission").first()
    if waiting is not None:
        messages.info(request, "This iteration waits for this decision already.")
        return redirect(waiting)
    beyond = why_not_within_limit(standing, item)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decision = actions.decide(by=user, standing=standing, iteration=item, now=clock.now(), **form.cleaned_data)
        follows = " The next iteration is planned: give it its dates." if decision.outcome == Outcome.ADAPT else ""
        messages.success(request, f"Your decision is recorded, with the evidence of this moment frozen beside it.{follows}")
        return redirect(decision)
    about = Decision(mission=standing.mission, iteration=item)
    today = freeze_for(about, as_at=standing.on, known_at=clock.now(), only=KEY_SOURCES)
    context = {
        "standing": standing,
        "section": "decisions",
        "iteration": item,
        "beyond": beyond,
        "ask": f"{reverse('decisions:ask', args=[mission])}?iteration={item.slug}",
        "is_early": item.ends_on is not None and item.ends_on > standing.on,
        "figures": key_figures(today, item.pk),
        "form": form,
    }
    return render(request, "decisions/decide_iteration.html", context)
