"""Pages for anybody: what Steward is, and its missions."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.headline import Headline, headline
from missions.core import clock
from missions.people.access import person
from missions.stewardship.models import Mission

KEEP_SECONDS = 60


def public_home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    missions = list(Mission.objects.public().filter(status="active").select_related("lead_department")[:6])
    return render(request, "public/home.html", {"cards": [(mission, _figures(mission)) for mission in missions]})


def missions(request: HttpRequest) -> HttpResponse:
    """Every mission that this person may see."""
    on = clock.today()
    visible = Mission.objects.visible_to(request.user, on).select_related("lead_department").order_by("name")
    return render(request, "public/missions.html", {"missions": visible, "may_propose": person(request) is not None})


def _figures(mission: Mission) -> Headline:
    """Headline figures, kept for a minute: the first page is the one that everybody opens."""
    key = f"headline:{mission.pk}"
    found: Headline | None = cache.get(key)
    if found is None:
        found = headline(mission, on=clock.today())
        cache.set(key, found, KEEP_SECONDS)
    return found
