"""Pages that look ahead: when councils can switch, and whom to fund so that a standard reaches most of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core import clock
from missions.market.figures import windows_figure
from missions.market.leverage import Council, Plan, greedy_cover, reached_by
from missions.market.outlook_forms import Asked, LeverageForm
from missions.market.picture import Picture, Place, picture
from missions.market.windows import windows
from missions.people.access import person
from missions.register.days import read_day
from missions.stewardship.access import stand

IN_WORDS = ("none", "this one", "these two", "these three", "these four", "these five", "these six", "these seven", "these eight")


def contract_windows(request: HttpRequest, mission: str) -> HttpResponse:
    """How many councils can switch in each of the next 12 quarters, whose contract it is, and from whom."""
    context, found = _market(request, mission, "windows")
    ahead = windows(found)
    figure = windows_figure(ahead) if ahead.in_reach else None
    return render(request, "market/windows.html", {**context, "windows": ahead, "figure": figure})


def leverage(request: HttpRequest, mission: str) -> HttpResponse:
    """Which suppliers to fund so that the standard reaches most councils; what is ready already stands in the address."""
    context, found = _market(request, mission, "leverage")
    form = LeverageForm(request.GET or None, products=sorted({name for place in found.places for name in place.products}))
    asked = form.asked()
    plan = greedy_cover([council_of(place, asked.weight) for place in found.places], most=asked.most, ready=asked.ready)
    measured = _Measured(found, asked)
    context |= {
        "form": form,
        "plan": plan,
        "already": measured.of(()),
        "rows": [(step, measured.of(plan.suppliers[:number])) for number, step in enumerate(plan.steps, start=1)],
        "choices": [(suppliers, measured.of(suppliers)) for suppliers in _choices(plan)],
        "by_known": measured.of(plan.suppliers),
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


@dataclass(frozen=True)
class Reached:
    """What some suppliers reach: councils as shares of all and of those that are known, and people as a share of all who live there."""

    councils: int
    share: float | None
    share_of_known: float | None
    people: int
    share_of_people: float | None


class _Measured:
    """The same choice counted by councils and by people."""

    def __init__(self, found: Picture, asked: Asked) -> None:
        self.ready = asked.ready
        self.councils = [council_of(place, "councils") for place in found.places]
        self.people = [council_of(place, "people") for place in found.places]
        self.known = sum(bool(council.systems) for council in self.councils)

    def of(self, suppliers: Sequence[str]) -> Reached:
        """What they reach together with what is ready already."""
        councils = reached_by(self.councils, suppliers, self.ready)
        people = reached_by(self.people, suppliers, self.ready)
        return Reached(
            councils,
            _percent(councils, len(self.councils)),
            _percent(councils, self.known),
            people,
            _percent(people, sum(council.weight for council in self.people)),
        )


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _choices(plan: Plan) -> list[tuple[str, ...]]:
    """What greedy cover chose, then the best choice where that was found; the same one again where nothing reaches more."""
    if plan.best is None:
        return [plan.suppliers]
    return [plan.suppliers, plan.best.suppliers if plan.best.reached > plan.reached else plan.suppliers]


def _market(request: HttpRequest, mission: str, page: str) -> tuple[dict[str, Any], Picture]:
    today = clock.today()
    standing = stand(person(request), mission, on=today)
    as_at = read_day(request.GET.get("on", ""), today=today)
    query = "" if as_at.is_today else f"?on={as_at.day.isoformat()}"
    about = {"standing": standing, "section": "market", "as_at": as_at, "market_page": page, "query": query}
    return about, picture(standing.mission, as_at=as_at.day)
