"""The page that says how fast councils adopt an intervention, and under which scaling method."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.adoption.forecast import foretell
from missions.adoption.pace import pace, pace_figure
from missions.adoption.summary import summarise
from missions.adoption.survival import FEWEST, FEWEST_LIVE
from missions.adoption.views import as_at_of, door


def how_fast(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Time from the first step to live as at a day, with its uncertainty, or that there is too little to tell."""
    standing, item = door(request, mission, slug)
    as_at, date_problem = as_at_of(request, standing.on)
    summary = summarise(item, as_at=as_at)
    found = pace(summary)
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "as_at": as_at,
        "date_problem": date_problem,
        "pace": found,
        "figure": pace_figure(found.whole) if found.whole is not None else None,
        "told": foretell(summary.curve),
        "fewest": FEWEST,
        "fewest_live": FEWEST_LIVE,
    }
    return render(request, "adoption/pace.html", context)
