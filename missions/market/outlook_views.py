"""Pages that look ahead: when councils can switch, and whom to fund so that a standard reaches most of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core import clock
from missions.market.leverage import Council, greedy_cover
from missions.market.outlook_forms import LeverageForm
from missions.market.picture import Picture, Place, picture
from missions.market.windows import windows
from missions.people.access import person
from missions.register.days import read_day
from missions.stewardship.access import stand

IN_WORDS = ("none", "this one", "these two", "these three", "these four", "these five", "these six", "these seven", "these eight")


def contract_windows(request: HttpRequest, mission: str) -> HttpResponse:
    """How many councils can switch in each of the next 12 quarters, whose contract it is, and from whom."""
    context, found = _market(request, mission, "windows")
    return render(request, "market/windows.html", {**context, "windows": windows(found)})


def leverage(request: HttpRequest, mission: str) -> HttpResponse:
    """Which suppliers to fund so that the standard reaches most councils; what is ready already stands in the address."""
    context, found = _market(request, mission, "leverage")
    form = LeverageForm(request.GET or None, products=sorted({name for place in found.places for name in place.products}))
    asked = form.asked()
    plan = greedy_cover([council_of(place, asked.weight) for place in found.places], most=asked.most, ready=asked.ready)
    context |= {
        "form": form,
        "plan": plan,
        "asked": asked,
        "funded": IN_WORDS[len(plan.steps)],
        "exist": len(found.places),
        "known": len(found.by_state["known"]),
        "without_population": sum(place.council.population is None for place in found.places),
    }
    return render(request, "market/leverage.html", context)


def council_of(place: Place, weight: str) -> Council:
    """What the method needs of a council: one, or the people who live there."""
    systems = [system.deployment.product for system in place.systems]
    return Council(
        frozenset((product.supplier.name if product.supplier else "", product.name) for product in systems),
        weight=(place.council.population or 0) if weight == "people" else 1,
        has_unknown=place.in_doubt > 0,
    )


def _market(request: HttpRequest, mission: str, page: str) -> tuple[dict[str, Any], Picture]:
    today = clock.today()
    standing = stand(person(request), mission, on=today)
    as_at = read_day(request.GET.get("on", ""), today=today)
    query = "" if as_at.is_today else f"?on={as_at.day.isoformat()}"
    about = {"standing": standing, "section": "market", "as_at": as_at, "market_page": page, "query": query}
    return about, picture(standing.mission, as_at=as_at.day)
