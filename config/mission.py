"""A mission in one look: why, for whom, what is done, how far it has come."""

import datetime as dt

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.headline import headline
from config.thread import best_example
from missions.core import clock
from missions.people.access import person
from missions.stewardship.access import stand
from missions.stewardship.conditions import missing_conditions
from missions.stewardship.models import Mandate, Mission


def overview(request: HttpRequest, mission: str) -> HttpResponse:
    """The public page of a mission."""
    standing = stand(person(request), mission, on=clock.today())
    found = standing.mission
    context = {
        "standing": standing,
        "section": "overview",
        "headline": headline(found, on=standing.on),
        "goals": found.goals.all(),
        "mandate": _mandate(found, standing.on),
        "report": found.reports.published().defer("content").first(),
        "example": best_example(found),
        "to_do": missing_conditions(found, on=standing.on) if found.status == "proposed" else None,
        "interventions": found.interventions.exclude(status__in=("stopped", "idea")).order_by("-is_headline", "name")[:8],
    }
    return render(request, "missions/overview.html", context)


def _mandate(mission: Mission, on: dt.date) -> Mandate | None:
    """The mandate in force, with the names of its levers in `lever_names`: one query."""
    names = ArrayAgg(
        "levers__name", filter=Q(levers__isnull=False), order_by=("levers__style", "levers__name"), default=Value([])
    )
    return mission.mandates.as_at(on).annotate(lever_names=names).first()
