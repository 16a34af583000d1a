"""The map page: any measure of a council, as at a day, as a map and as a table."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core import clock
from missions.maps.drawing import draw
from missions.maps.measures import Measure, map_measures
from missions.people.access import person
from missions.register.days import read_day
from missions.stewardship.access import Standing, stand
from missions.stewardship.population import eligible_councils

PER_PAGE = 50


def measure(request: HttpRequest, mission: str) -> HttpResponse:
    """One measure, named in the address; the first of those that the person may see where none is."""
    standing = stand(person(request), mission, on=clock.today())
    as_at = read_day(request.GET.get("as_at", ""), today=standing.on)
    choices = _choices(standing)
    show = request.GET.get("show", "")
    show = show if show in choices else next(iter(choices))
    councils = list(eligible_councils(standing.mission, as_at.day).order_by("name", "pk"))
    drawing = draw(choices[show].label, councils, choices[show].read(standing.mission, councils, as_at.day))
    words, group = (request.GET.get(name, "").strip() for name in ("q", "group"))
    rows = [
        row
        for row in drawing.rows
        if (not words or words.lower() in row[0].name.lower() or words.upper() == row[0].code) and group in ("", row[1].key)
    ]
    context = {
        "standing": standing,
        "section": "map",
        "as_at": as_at,
        "choices": [(key, item.label) for key, item in choices.items()],
        "show": show,
        "map": drawing,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "filters": {"q": words, "group": group},
        "is_filtered": bool(words or group),
    }
    return render(request, "maps/map.html", context)


def _choices(standing: Standing) -> dict[str, Measure]:
    """Measures by key, without those for the people on the mission where somebody isn't."""
    found = {name: map_measures[name] for name in map_measures.names()}
    return {name: item for name, item in found.items() if standing.is_on_it or not item.is_for_team}
