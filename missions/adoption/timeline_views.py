"""The page of a mission's iterations: drawn in time with adoption under them, and as a list."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.adoption.summary import summarise
from missions.adoption.timeline import timeline, timeline_figure
from missions.core import clock
from missions.interventions.iteration_actions import why_not_plan
from missions.people.access import person
from missions.stewardship.access import stand

PER_PAGE = 50


def iterations(request: HttpRequest, mission: str) -> HttpResponse:
    """All of them, or those of one intervention; under them the adoption of that one, or of the headline intervention."""
    standing = stand(person(request), mission, on=clock.today())
    interventions = list(
        standing.mission.interventions.filter(served_by__isnull=False).distinct().select_related("mission").order_by("name")
    )
    asked = next((item for item in interventions if item.slug == request.GET.get("intervention")), None)
    shown = asked or next((item for item in interventions if item.is_headline), None)
    rows = timeline(standing.mission, standing.on, asked)
    summary = summarise(shown, as_at=standing.on) if shown is not None and rows else None
    context = {
        "standing": standing,
        "section": "interventions",
        "interventions": interventions,
        "asked": asked,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "overdue": [row for row in rows if row.overdue_days is not None],
        "figure": timeline_figure(rows, summary, standing.on),
        "why_not_plan": why_not_plan(standing),
    }
    return render(request, "adoption/iterations.html", context)
