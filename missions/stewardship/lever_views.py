"""The map of levers: styles of government action × stages. Everybody reads it, administrators change it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.people.access import person, signed_in, why_not_look_after_people
from missions.people.models import User
from missions.stewardship import lever_actions
from missions.stewardship.lever_forms import LeverForm
from missions.stewardship.models import Lever, LeverStage, LeverStyle


def levers(request: HttpRequest) -> HttpResponse:
    """The map, and below it those that are retired."""
    rows = list(Lever.objects.with_use().order_by("name"))
    here: dict[tuple[str, str], list[Lever]] = {(style, stage): [] for style in LeverStyle for stage in LeverStage}
    for lever in rows:
        if lever.retired_on is None:
            here[lever.style, lever.stage].append(lever)
    context = {
        "stages": list(LeverStage),
        "map": [(style, [(stage, here[style, stage]) for stage in LeverStage]) for style in LeverStyle],
        "retired": [lever for lever in rows if lever.retired_on is not None],
        "why_not": why_not_look_after_people(person(request)),
    }
    return render(request, "levers/map.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One more lever."""
    user = _administrator(request)
    form = LeverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lever = lever_actions.add_lever(by=user, wording=form.wording())
        except NotNow as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"{lever.name} is added. Missions can choose it from now on.")
            return redirect("stewardship:levers")
    return render(request, "levers/edit.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, lever: str) -> HttpResponse:
    """Rename or move a lever; and, beside that, retire it or bring it back."""
    user = _administrator(request)
    found = get_object_or_404(Lever.objects.with_use(), slug=lever)
    form = LeverForm(request.POST or None, lever=found)
    if request.method == "POST" and form.is_valid():
        try:
            lever_actions.change_lever(by=user, lever=found, wording=form.wording())
        except NotNow as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, "The lever is changed, wherever it is used.")
            return redirect("stewardship:levers")
    return render(request, "levers/edit.html", {"form": form, "lever": found})


@login_required
@require_POST
def retire(request: HttpRequest, lever: str) -> HttpResponse:
    """Nobody can choose it any more."""
    user = _administrator(request)
    found = get_object_or_404(Lever, slug=lever)
    lever_actions.retire_lever(by=user, lever=found, on=clock.today())
    messages.success(request, f"{found.name} is retired. Whoever uses it keeps it.")
    return redirect("stewardship:levers")


@login_required
@require_POST
def bring_back(request: HttpRequest, lever: str) -> HttpResponse:
    """It can be chosen again."""
    user = _administrator(request)
    found = get_object_or_404(Lever, slug=lever)
    lever_actions.bring_back_lever(by=user, lever=found)
    messages.success(request, f"{found.name} can be chosen again.")
    return redirect("stewardship:levers")


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, lever: str) -> HttpResponse:
    """Ask, then take away a lever that nothing uses."""
    user = _administrator(request)
    found = get_object_or_404(Lever.objects.with_use(), slug=lever)
    if request.method == "POST":
        lever_actions.delete_lever(by=user, lever=found)
        messages.success(request, f"{found.name} is deleted.")
        return redirect("stewardship:levers")
    return render(request, "levers/delete.html", {"lever": found})


def _administrator(request: HttpRequest) -> User:
    user = signed_in(request)
    require(why_not_look_after_people(user))
    return user
