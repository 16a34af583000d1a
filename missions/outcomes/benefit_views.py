"""Pages of costs and benefits: whether it is worth it, and each line."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from missions.core import clock, prints
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention
from missions.outcomes.actions import benefits as actions
from missions.outcomes.appraisal import schedule_of, schedules
from missions.outcomes.benefit_forms import LineForm, WithdrawForm
from missions.outcomes.benefit_pages import case_page
from missions.outcomes.models import BenefitLine
from missions.outcomes.printing import BENEFITS
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand_on


@login_required
def benefits(request: HttpRequest, mission: str) -> HttpResponse:
    """The case for the mission, discounted by the schedule in the address."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    schedule = schedule_of(request.GET.get("schedule", ""), standing.on)
    context = {
        **case_page(standing.mission.pk, schedule),
        "standing": standing,
        "section": "outcomes",
        "schedules": schedules(standing.on).values(),
        "why_not_change": actions.why_not_change_benefits(standing),
    }
    return render(request, "outcomes/benefits.html", context)


@login_required
@require_POST
def benefits_pdf(request: HttpRequest, mission: str) -> HttpResponse:
    """Have a worker make the PDF."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    about = {"mission": standing.mission.slug, "schedule": schedule_of(request.POST.get("schedule", ""), standing.on).key}
    back = f"{reverse('outcomes:benefits', args=[standing.mission.slug])}?{urlencode({'schedule': about['schedule']})}"
    job = prints.ask(by=user, what=BENEFITS, title="Costs and benefits", back=back, about=about)
    return redirect("core:print_job", job.public_id)


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
