"""A mission in one look: why, for whom, what is done, how far it has come."""

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.headline import headline
from config.thread import best_example
from missions.core import clock
from missions.core.fresh import page_part
from missions.people.access import person
from missions.reports.models import Report
from missions.stewardship.access import Standing, stand
from missions.stewardship.conditions import missing_conditions
from missions.stewardship.models import Goal, Lever, Mandate, Mission


def overview(request: HttpRequest, mission: str) -> HttpResponse:
    """The public page of a mission."""
    standing = stand(person(request), mission, on=clock.today())
    about = standing.mission, standing.is_on_it, standing.on
    body = page_part(request, about, "missions/overview_body.html", lambda: _facts(standing))
    return render(request, "missions/overview.html", {"standing": standing, "section": "overview", "body": body})


def _facts(standing: Standing) -> dict[str, Any]:
    found = standing.mission
    return {
        "standing": standing,
        "headline": headline(found, on=standing.on),
        "about": _about(found, standing.on),
        "example": best_example(found),
        "to_do": missing_conditions(found, on=standing.on) if found.status == "proposed" else None,
        "interventions": found.interventions.exclude(status__in=("stopped", "idea")).order_by("-is_headline", "name")[:8],
    }


def _about(mission: Mission, on: dt.date) -> Any:
    """What hangs on the mission in one query: its `goals_wanted`, the `mandate` in force with its levers, the latest `report`."""
    levers = Lever.objects.filter(mandates=OuterRef("pk")).order_by("style", "name")
    in_force = JSONObject(ends_on="ends_on", levers=ArraySubquery(levers.values("name")))
    published = Report.objects.published().filter(mission=OuterRef("pk")).order_by("-issue", "-version")
    found: Any = Mission.objects.annotate(
        goals_wanted=ArraySubquery(Goal.objects.filter(mission=OuterRef("pk")).order_by("position").values("text")),
        mandate=Subquery(Mandate.objects.as_at(on).filter(mission=OuterRef("pk")).values(found=in_force)[:1]),
        report=Subquery(published.values(found=JSONObject(title="title", issue="issue", version="version"))[:1]),
    ).get(pk=mission.pk)
    if found.mandate:
        ends_on = found.mandate["ends_on"]
        found.mandate["last_day"] = Mandate(ends_on=dt.date.fromisoformat(ends_on)).last_day if ends_on else None
    return found
