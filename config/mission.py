"""A mission in one look: why, for whom, what is done, how far it has come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.headline import headline
from config.thread import best_example
from missions.core import clock
from missions.people.access import person
from missions.reports.models import Report
from missions.stewardship.access import stand


def overview(request: HttpRequest, mission: str) -> HttpResponse:
    """The public page of a mission."""
    standing = stand(person(request), mission, on=clock.today())
    found = standing.mission
    context = {
        "standing": standing,
        "section": "overview",
        "headline": headline(found, on=standing.on),
        "goals": found.goals.all(),
        "mandate": found.mandates.as_at(standing.on).prefetch_related("levers").first(),
        "report": Report.objects.published().filter(mission=found).defer("content").first(),
        "example": best_example(found),
        "interventions": found.interventions.exclude(status__in=("stopped", "idea")).order_by("-is_headline", "name")[:8],
    }
    return render(request, "missions/overview.html", context)
