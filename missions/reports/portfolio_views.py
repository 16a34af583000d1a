"""Pages of portfolios: which there are, what one holds, and setting one up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from missions.core import clock
from missions.core.access import require
from missions.people.access import person, signed_in
from missions.reports import portfolio_actions as actions
from missions.reports.access import stand_by, why_not_set_up
from missions.reports.forms import PortfolioForm
from missions.reports.models import Portfolio
from missions.reports.views import frame_of


@require_GET
def portfolios(request: HttpRequest) -> HttpResponse:
    """All of them, for everybody."""
    context = {"portfolios": Portfolio.objects.prefetch_related("missions"), "why_not": why_not_set_up(person(request))}
    return render(request, "reports/portfolios.html", context)


@require_GET
def portfolio(request: HttpRequest, portfolio: str) -> HttpResponse:
    """Its missions and the way to its reports; who is what for it, for those on it and administrators."""
    found = get_object_or_404(Portfolio.objects.select_related("director", "writer"), slug=portfolio)
    standing = stand_by(found, person(request), on=clock.today())
    context = {**frame_of(standing), "missions": found.missions.all(), "why_not": why_not_set_up(standing.user)}
    return render(request, "reports/portfolio.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, portfolio: str = "") -> HttpResponse:
    """A new one, or other people and missions for one."""
    user = signed_in(request)
    require(why_not_set_up(user))
    held = Portfolio.objects.select_related("director", "writer")
    found = get_object_or_404(held, slug=portfolio) if portfolio else None
    form = PortfolioForm(request.POST or None, portfolio=found)
    if request.method == "POST" and form.is_valid():
        made = actions.set_up(by=user, portfolio=found, **form.cleaned_data)
        messages.success(request, "The portfolio is saved. Its writer can write a report now.")
        return redirect(made)
    return render(request, "reports/set_up.html", {"form": form, "portfolio": found})
