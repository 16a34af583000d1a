"""Pages of what came out of a round: as a whole, and statement by statement."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from codesign.access import round_of
from codesign.results import results_of
from missions.core import clock
from missions.people.access import signed_in
from missions.stewardship.access import stand_on

ORDERS = {"agreed": "By how far all types of council agree", "asked": "In the order of the round"}


@login_required
def results(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """All statements, what a fair weight would change, who answered, and opinion groups."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    now = clock.now()
    found = results_of(round_, now=now)
    order = request.GET.get("order") if request.GET.get("order") in ORDERS else "agreed"
    statements = list(found.statements) if found else []
    if order == "agreed":
        statements.sort(key=lambda item: (-(item.consensus.middle if item.consensus else -1), item.position))
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "is_over": round_.is_over_at(now),
        "results": found,
        "statements": statements,
        "order": order,
        "orders": ORDERS,
    }
    return render(request, "codesign/results_page.html", context)


@login_required
def statement(request: HttpRequest, mission: str, slug: str, position: int) -> HttpResponse:
    """How each type of council, each region and the users of each supplier answered one statement."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    round_ = round_of(standing, slug)
    found = results_of(round_, now=clock.now())
    item = next((item for item in found.statements if item.position == position), None) if found else None
    if found is None or item is None:
        raise Http404("No such statement.")
    context = {
        "standing": standing,
        "section": "rounds",
        "round": round_,
        "results": found,
        "item": item,
        "breakdowns": found.breakdowns(position),
    }
    return render(request, "codesign/statement_results.html", context)
