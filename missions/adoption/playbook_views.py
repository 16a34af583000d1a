"""The playbook: what moved councils, across the missions that a person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.adoption.playbook import BY, playbook
from missions.adoption.survival import FEWEST, FEWEST_LIVE
from missions.core import clock
from missions.people.access import person
from missions.stewardship.search import visible_missions


def page(request: HttpRequest) -> HttpResponse:
    """By scaling method, and within it by type or size of council."""
    today = clock.today()
    by = request.GET.get("by", "")
    by = by if by in BY else "type"
    missions = list(visible_missions(person(request)).order_by("name"))
    context = {
        "methods": playbook([mission.pk for mission in missions], today, by),
        "missions": missions,
        "choices": BY.items(),
        "by": by,
        "by_label": BY[by],
        "today": today,
        "fewest": FEWEST,
        "fewest_live": FEWEST_LIVE,
    }
    return render(request, "adoption/playbook.html", context)
