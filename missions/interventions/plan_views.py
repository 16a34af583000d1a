"""Pages that change what stands behind an intervention: its judgement, its theory of change, what it rests on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.interventions import plan_actions
from missions.interventions.access import why_not_write_theory
from missions.interventions.models import Intervention
from missions.interventions.plan_forms import DependencyForm, InterventionForm, TheoryForm
from missions.interventions.plan_models import Dependency
from missions.people.access import signed_in
from missions.problems.forms import JudgementForm
from missions.stewardship.access import CURATORS, Standing, stand_on


def door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Intervention]:
    """The one way to an intervention for those on its mission: 404 to everybody else."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    found = Intervention.objects.select_related("mission", "owner", "judgement__judged_by")
    return standing, get_object_or_404(found, mission=standing.mission, slug=slug)


@login_required
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Say how much it takes away, how sure that is and what it takes."""
    standing, item = door(request, mission, slug)
    require(standing.why_not(CURATORS, "judge an intervention"))
    judgement = getattr(item, "judgement", None)
    form = JudgementForm(request.POST or None, judgement=judgement)
    priorities = reverse("priorities_of_interventions", args=[standing.mission.slug])
    if request.method == "POST" and form.is_valid():
        plan_actions.judge_intervention(by=signed_in(request), standing=standing, intervention=item, estimate=form.estimate())
        messages.success(request, f"Your judgement of {item.name} is kept. The order of priorities follows it.")
        return redirect(priorities)
    context = {
        "standing": standing,
        "section": "interventions",
        "name": item.name,
        "back": item.get_absolute_url(),
        "priorities": priorities,
        "judgement": judgement,
        "form": form,
    }
    return render(request, "problems/judge.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, mission: str) -> HttpResponse:
    """A new intervention, as an idea."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    require(standing.why_not(CURATORS, "add an intervention"))
    form = InterventionForm(request.POST or None, mission=standing.mission)
    if request.method == "POST" and form.is_valid():
        item = plan_actions.add_intervention(by=user, standing=standing, description=form.description())
        messages.success(request, f"{item.name} is added as an idea and you own it. Write next how it is meant to work.")
        return redirect(item)
    return render(request, "interventions/edit.html", {"standing": standing, "section": "interventions", "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Change what it says about itself, its levers and its pain points."""
    standing, item = door(request, mission, slug)
    require(standing.why_not(CURATORS, "change an intervention"))
    form = InterventionForm(request.POST or None, mission=standing.mission, intervention=item)
    if request.method == "POST" and form.is_valid():
        plan_actions.edit_intervention(
            by=signed_in(request), standing=standing, intervention=item, description=form.description()
        )
        messages.success(request, "The intervention is changed.")
        return redirect(item)
    context = {"standing": standing, "section": "interventions", "intervention": item, "form": form}
    return render(request, "interventions/edit.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def theory(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Write how it is meant to work."""
    standing, item = door(request, mission, slug)
    require(why_not_write_theory(standing, item))
    form = TheoryForm(request.POST or None, lines=item.theory_lines.all())
    if request.method == "POST" and form.is_valid():
        plan_actions.set_theory(by=signed_in(request), standing=standing, intervention=item, lines=form.lines())
        messages.success(request, "The theory of change is kept.")
        return redirect(f"{item.get_absolute_url()}#theory")
    context = {"standing": standing, "section": "interventions", "intervention": item, "form": form}
    return render(request, "interventions/theory.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def dependencies(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """What it rests on, and one more."""
    standing, item = door(request, mission, slug)
    require(standing.why_not(CURATORS, "say what an intervention rests on"))
    form = DependencyForm(request.POST or None, intervention=item)
    if request.method == "POST" and form.is_valid():
        try:
            plan_actions.add_dependency(by=signed_in(request), standing=standing, intervention=item, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error("on", refusal.sentence)
        else:
            messages.success(request, f"{item.name} rests on {form.cleaned_data['on'].name}.")
            return redirect("interventions:dependencies", standing.mission.slug, item.slug)
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "rests_on": item.rests_on.select_related("on__mission"),
        "form": form,
    }
    return render(request, "interventions/dependencies.html", context)


@login_required
@require_POST
def remove_dependency(request: HttpRequest, mission: str, slug: str, pk: int) -> HttpResponse:
    """It rests on that one no longer."""
    standing, item = door(request, mission, slug)
    require(standing.why_not(CURATORS, "say what an intervention rests on"))
    link = get_object_or_404(Dependency.objects.select_related("on"), pk=pk, intervention=item)
    plan_actions.remove_dependency(by=signed_in(request), standing=standing, dependency=link)
    messages.success(request, f"{item.name} rests on {link.on.name} no longer.")
    return redirect("interventions:dependencies", standing.mission.slug, item.slug)
