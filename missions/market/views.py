"""Pages of the market: who supplies whom, as at a day, and what changed between two days."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from missions.core import clock, formats
from missions.core.exporting import csv_lines
from missions.market.access import why_not_record
from missions.market.changes import LABELS, changes
from missions.market.figures import shares_figure
from missions.market.lists import csv_rows, filtered
from missions.market.models import Deployment, MarketList
from missions.market.picture import KNOWN, STATES, Place, picture, pictures_of
from missions.market.summary import Summary, summarise
from missions.people.access import person
from missions.register.days import AsAt, read_day
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import EligibleType

PER_PAGE = 50
FEW = 10
CUTS = {"not-known": "Supplier not known, for any reason", "part": "Known in part", "several": "Several systems"}


def market(request: HttpRequest, mission: str) -> HttpResponse:
    """Shares, concentration and what isn't known, as at a day."""
    standing, as_at = _door(request, mission)
    summary = summarise(standing.mission, as_at=as_at.day)
    context = {
        **_about(standing, as_at, "suppliers"),
        "summary": summary,
        "figure": shares_figure(summary) if summary.known else None,
        "products": _products(summary.picture.places),
        "rows_of_states": _unknowns(summary),
        "not_seen": summary.picture.not_seen_since[:FEW],
        "may_record": why_not_record(standing) is None,
    }
    return render(request, "market/market.html", context)


def councils(request: HttpRequest, mission: str) -> HttpResponse:
    """Every council with its systems, filtered by what stands in the address."""
    standing, as_at = _door(request, mission)
    found = picture(standing.mission, as_at=as_at.day)
    filters = {name: request.GET.get(name, "").strip() for name in ("q", "state", "supplier")}
    context = {
        **_about(standing, as_at, "councils"),
        "picture": found,
        "page": Paginator(filtered(found.places, filters), PER_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": [*STATES.items(), *CUTS.items()],
        "suppliers": sorted({system.supplier for _, system in found.systems}),
    }
    return render(request, "market/councils.html", context)


def council(request: HttpRequest, mission: str, code: str) -> HttpResponse:
    """What one council runs, where that is known from, and what the team can do about it."""
    standing, as_at = _door(request, mission)
    found = council_of(standing, code)
    view = pictures_of(standing.mission, [found], [as_at.day])[0]
    place = view.places[0]
    context = {
        **_about(standing, as_at, "councils"),
        "council": found,
        "place": place,
        "systems": [(system, view.not_seen(system.deployment)) for system in place.systems],
        "latest_list": view.latest_list,
        "ended": Deployment.objects.for_service(standing.mission.service)
        .filter(council=found, ends_on__lte=as_at.day)
        .select_related("product"),
        "not_then": _not_then(found, as_at.day),
        "may_record": why_not_record(standing) is None,
    }
    return render(request, "market/council.html", context)


def not_seen(request: HttpRequest, mission: str) -> HttpResponse:
    """Systems that a later list no longer names, for a person to decide."""
    standing, as_at = _door(request, mission)
    found = picture(standing.mission, as_at=as_at.day)
    context = {
        **_about(standing, as_at, "councils"),
        "picture": found,
        "page": Paginator(found.not_seen_since, PER_PAGE).get_page(request.GET.get("page")),
        "may_record": why_not_record(standing) is None,
    }
    return render(request, "market/not_seen.html", context)


def changed(request: HttpRequest, mission: str) -> HttpResponse:
    """What councils kept and changed between two days, and where that can't be known."""
    standing, until = _door(request, mission, "to")
    first = MarketList.objects.filter(service=standing.mission.service).order_by("observed_on").first()
    typed = request.GET.get("from", "")
    since = read_day(typed, today=first.observed_on if first else until.day)
    if not since.problem and not until.problem and since.day > until.day:
        since = AsAt(until.day, until.today, typed, "Enter a first day that isn’t after the second.")
    found = changes(standing.mission, since=since.day, until=until.day)
    outcome = request.GET.get("outcome", "")
    rows = [row for row in found.rows if outcome in ("", row.outcome)] if outcome in ("", *LABELS) else found.rows
    context = {
        **_about(standing, until, "changes"),
        "since": since,
        "until": until,
        "found": found,
        "outcome": outcome,
        "outcomes": [(key, label, found.counts[key]) for key, label in LABELS.items()],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "market/changes.html", context)


def download(request: HttpRequest, mission: str) -> StreamingHttpResponse:
    """Every council's systems and answers as at a day, as CSV."""
    standing, as_at = _door(request, mission)
    found = picture(standing.mission, as_at=as_at.day)
    response = StreamingHttpResponse(csv_lines(csv_rows(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{standing.mission.slug}-market-{as_at.day}.csv"'
    return response


def council_of(standing: Standing, code: str) -> Organisation:
    """A council of a type that the mission is for; 404 for any other."""
    found = get_object_or_404(Organisation.objects.councils(), code=code)
    types = EligibleType.objects.filter(mission=standing.mission, nation=found.nation, council_type=found.council_type)
    if not types.exists():
        raise Http404("This mission isn’t for councils of that type.")
    return found


def _door(request: HttpRequest, mission: str, name: str = "on") -> tuple[Standing, AsAt]:
    today = clock.today()
    standing = stand(person(request), mission, on=today)
    return standing, read_day(request.GET.get(name, ""), today=today)


def _about(standing: Standing, as_at: AsAt, page: str) -> dict[str, Any]:
    return {"standing": standing, "section": "market", "as_at": as_at, "market_page": page, "query": _query(as_at)}


def _query(as_at: AsAt) -> str:
    """The day for links to other pages of the market."""
    return "" if as_at.is_today else f"?on={as_at.day.isoformat()}"


def _unknowns(summary: Summary) -> list[tuple[str, str, list[Place]]]:
    """(state, label, councils) of what isn't known, and of what is worth a second look."""
    states = [(state, STATES[state], places) for state, places in summary.picture.by_state.items() if state != KNOWN]
    return [*states, ("part", CUTS["part"], summary.partly_known), ("several", CUTS["several"], summary.several)]


def _not_then(council: Organisation, day: dt.date) -> str:
    """What to say about a council that doesn't exist on the day."""
    if council.holds_on(day):
        return ""
    if council.ends_on and council.ends_on <= day:
        return (
            f"It ended: its last day was {formats.day(council.last_day)}. Its systems count under the council that followed it."
        )
    return f"It doesn’t exist on that day: it starts on {formats.day(council.starts_on)}."


def _products(places: tuple[Place, ...]) -> list[tuple[str, str, int]]:
    """(product, supplier, councils), the one that most councils run first."""
    councils_of: dict[int, set[int]] = {}
    products: dict[int, Any] = {}
    for place in places:
        for system in place.systems:
            product = system.deployment.product
            products[product.pk] = product
            councils_of.setdefault(product.pk, set()).add(place.council.pk)
    rows = [
        (product.name, product.supplier.name if product.supplier else "Not known", len(councils_of[pk]))
        for pk, product in products.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))
