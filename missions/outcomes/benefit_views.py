"""Pages of costs and benefits: whether it is worth it, and each line."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention
from missions.outcomes.actions import benefits as actions
from missions.outcomes.appraisal import schedule_of, schedules
from missions.outcomes.benefit_figures import curve, moving_row, realised_row, results
from missions.outcomes.benefit_forms import LineForm, WithdrawForm
from missions.outcomes.benefits import SWING, case_of
from missions.outcomes.models import BenefitLine
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand_on


@login_required
def benefits(request: HttpRequest, mission: str) -> HttpResponse:
    """The case for the mission, discounted by the schedule in the address."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    found = BenefitLine.objects.counting().filter(mission=standing.mission)
    lines = list(found.select_related("mission", "owner", "intervention").prefetch_related("amounts"))
    schedule = schedule_of(request.GET.get("schedule", ""), standing.on)
    case = case_of(lines, schedule)
    context = {
        "standing": standing,
        "section": "outcomes",
        "lines": lines,
        "unvalued": [line for line in lines if not line.amounts.all()],
        "schedule": schedule,
        "schedules": schedules(standing.on).values(),
        "case": case,
        "figure": curve(case) if case else None,
        "results": results(case) if case else [],
        "moving": [moving_row(item) for item in case.moving] if case else [],
        "realised": [realised_row(item, has_actual=case.last_actual is not None) for item in case.realised] if case else [],
        "swing": int(SWING * 100),
        "is_illustrative": any(line.is_illustrative for line in lines),
        "why_not_change": actions.why_not_change_benefits(standing),
    }
    return render(request, "outcomes/benefits.html", context)


@login_required
def add(request: HttpRequest, mission: str) -> HttpResponse:
    """A new line."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    require(actions.why_not_change_benefits(standing))
    form = LineForm(request.POST or None, interventions=_interventions(standing), on=standing.on, initial=_start(standing))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            line = actions.add_line(
                by=user, standing=standing, values=form.values, forecast=data["forecast"], actual=data["actual"]
            )
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"“{line.name}” has been added. You own it.")
            return redirect("outcomes:benefits", standing.mission.slug)
    return render(request, "outcomes/benefit_add.html", {"standing": standing, "section": "outcomes", "form": form})


@login_required
def line(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """One line: everybody on the mission sees it, the team changes it."""
    user = signed_in(request)
    standing, found = _door(request, mission, pk)
    why_not = actions.why_not_change_benefits(standing)
    if request.method == "POST":
        require(why_not)
    form = LineForm(request.POST or None, interventions=_interventions(standing), on=standing.on, initial=LineForm.of(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changed = actions.change_line(
                by=user, standing=standing, line=found, values=form.values, forecast=data["forecast"], actual=data["actual"]
            )
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"“{changed.name}” has been changed.")
            return redirect("outcomes:benefits", standing.mission.slug)
    context = {"standing": standing, "section": "outcomes", "line": found, "form": form, "why_not_change": why_not}
    return render(request, "outcomes/benefit_line.html", context)


@login_required
@require_POST
def own_line(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Become the owner of a line."""
    user = signed_in(request)
    standing, found = _door(request, mission, pk)
    actions.own_line(by=user, standing=standing, line=found)
    messages.success(request, f"You now own “{found.name}”.")
    return redirect(found)


@login_required
def withdraw(request: HttpRequest, mission: str, pk: int) -> HttpResponse:
    """Let a line count no more, with the reason."""
    user = signed_in(request)
    standing, found = _door(request, mission, pk)
    require(actions.why_not_change_benefits(standing))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_line(by=user, standing=standing, line=found, reason=form.cleaned_data["reason"])
        messages.success(request, f"“{found.name}” doesn’t count any more.")
        return redirect("outcomes:benefits", standing.mission.slug)
    context = {"standing": standing, "section": "outcomes", "line": found, "form": form}
    return render(request, "outcomes/benefit_withdraw.html", context)


def _door(request: HttpRequest, mission: str, pk: int) -> tuple[Standing, BenefitLine]:
    standing = stand_on(signed_in(request), mission, on=clock.today())
    lines = BenefitLine.objects.select_related("mission", "owner", "intervention").prefetch_related("amounts")
    return standing, get_object_or_404(lines, mission=standing.mission, pk=pk)


def _interventions(standing: Standing) -> QuerySet[Intervention]:
    return Intervention.objects.filter(mission=standing.mission)


def _start(standing: Standing) -> dict[str, str]:
    """The prices that the mission's other lines are in."""
    base = BenefitLine.objects.counting().filter(mission=standing.mission).first()
    return {"price_base_year": base.price_base.replace("/", "-")} if base else {}
