"""Pages for anybody: what Steward is, and its missions."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.headline import Headline, headlines
from config.thread import best_example
from missions.core import clock
from missions.core.fresh import kept
from missions.people.access import person
from missions.problems.models import PainPoint
from missions.stewardship.access import why_not_propose
from missions.stewardship.models import Mission

MOST_CARDS = 6


@dataclass(frozen=True)
class FirstPage:
    """Headline figures of running missions, and one problem to follow to its outcome."""

    cards: list[Headline]
    example: PainPoint | None


def public_home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    on = clock.today()
    return render(request, "public/home.html", {"page": kept(f"first-page:{on}", lambda: _first_page(on))})


def missions(request: HttpRequest) -> HttpResponse:
    """Every mission that this person may see."""
    on = clock.today()
    visible = Mission.objects.visible_to(request.user, on).select_related("lead_department").order_by("name")
    user = person(request)
    may_propose = user is not None and why_not_propose(user, on=on) is None
    return render(request, "public/missions.html", {"missions": visible, "may_propose": may_propose})


def _first_page(on: dt.date) -> FirstPage:
    running = Mission.objects.public().filter(status="active").select_related("lead_department").order_by("name")
    cards = headlines(list(running[:MOST_CARDS]), on=on)
    return FirstPage(cards, best_example(cards[0].mission) if cards else None)
