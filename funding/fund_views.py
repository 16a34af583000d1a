"""Pages of funds: what they may spend, what they have promised and paid, and what is left."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from funding.access import fund_for, why_not_draft, why_not_keep_funds
from funding.actions import funds as actions
from funding.award_steps import who_approves
from funding.fund_figures import YearLine, added_up, lines_of
from funding.fund_forms import BudgetForm, FundForm, NewFundForm
from funding.models import Award, Fund
from funding.querysets import GIVEN
from missions.core import clock
from missions.core.access import require
from missions.core.periods import FinancialYear
from missions.core.refusals import NotNow
from missions.people.access import person, signed_in
from missions.stewardship.access import Standing, stand

MOST_SHOWN = 20


def funds(request: HttpRequest, mission: str) -> HttpResponse:
    """Every fund with what it has left this financial year."""
    standing = stand(person(request), mission, on=clock.today())
    given = Q(awards__status__in=GIVEN)
    found = list(
        Fund.objects.filter(mission=standing.mission)
        .select_related("mission")
        .annotate(given=Count("awards", filter=given), total=Sum("awards__amount", filter=given))
        .order_by("is_illustrative", "started_on", "name")
    )
    this_year = FinancialYear.of(standing.on)
    lines = lines_of(found)
    context = {
        "standing": standing,
        "section": "awards",
        "rows": [(fund, _of_year(lines[fund.pk], this_year)) for fund in found],
        "this_year": this_year,
        "why_not_keep": why_not_keep_funds(standing),
    }
    return render(request, "funding/funds/list.html", context)


def _of_year(lines: list[YearLine], year: FinancialYear) -> YearLine:
    return next((line for line in lines if line.year == year), YearLine(year))


def fund(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """One fund by financial year, its power and conditions, who approves, and its awards."""
    standing = stand(person(request), mission, on=clock.today())
    item = fund_for(standing, slug)
    lines = lines_of([item])[item.pk]
    awards = Award.objects.filter(fund=item).select_related("recipient", "fund__mission")
    if not standing.is_on_it:
        awards = awards.filter(status__in=GIVEN)
    counted = awards.order_by().aggregate(count=Count("pk"), recorded=Sum("amount", filter=Q(status="recorded")))
    context = {
        "standing": standing,
        "section": "awards",
        "fund": item,
        "lines": lines,
        "total": added_up(lines) if len(lines) > 1 else None,
        "is_over": standing.is_on_it and any(line.is_over for line in lines if line.is_published),
        "awards": awards.order_by("-awarded_on", "reference")[:MOST_SHOWN],
        "counted": counted,
        "approval": who_approves(standing),
        "why_not_keep": why_not_keep_funds(standing),
        "why_not_draft": why_not_draft(standing),
    }
    return render(request, "funding/funds/page.html", context)


@login_required
def new(request: HttpRequest, mission: str) -> HttpResponse:
    """Set a fund up."""
    standing = _keeper(request, mission)
    form = NewFundForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.create_fund(by=signed_in(request), standing=standing, slug=form.slug, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"{made.name} is set up. Publish its budget before awards are approved from it.")
            return redirect("funding:fund", mission, made.slug)
    return _form(request, standing, form, "Set up a fund", "Set it up", None)


@login_required
def edit(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Change what is said about a fund."""
    standing = _keeper(request, mission)
    item = fund_for(standing, slug)
    form = FundForm(request.POST or None, initial=FundForm.of(item))
    if form.is_bound and form.is_valid():
        try:
            actions.edit_fund(by=signed_in(request), standing=standing, fund=item, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error("is_section_31", refusal.sentence)
        else:
            messages.success(request, f"{form.cleaned_data['name']} is changed.")
            return redirect(item)
    return _form(request, standing, form, "Change this fund", "Save", item)


@login_required
def budget(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Publish the budget of a financial year."""
    standing = _keeper(request, mission)
    item = fund_for(standing, slug)
    form = BudgetForm(request.POST or None, this_year=FinancialYear.of(standing.on), initial={"published_on": standing.on})
    if form.is_bound and form.is_valid():
        try:
            year = actions.publish_budget(by=signed_in(request), standing=standing, fund=item, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error("budget", refusal.sentence)
        else:
            messages.success(request, f"The budget for {year.year} is published.")
            return redirect(item)
    return _form(request, standing, form, "Publish a budget", "Publish it", item)


def _keeper(request: HttpRequest, mission: str) -> Standing:
    standing = stand(signed_in(request), mission, on=clock.today())
    require(why_not_keep_funds(standing))
    return standing


def _form(request: HttpRequest, standing: Standing, form: Any, heading: str, button: str, item: Fund | None) -> HttpResponse:
    context = {"standing": standing, "section": "awards", "form": form, "heading": heading, "button": button, "fund": item}
    return render(request, "funding/funds/form.html", context)
