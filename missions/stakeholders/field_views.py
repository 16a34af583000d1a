"""Pages that look at all stakeholders together: the grid, whom to involve next, and who is missing."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core import clock
from missions.core.registries import participation
from missions.people.access import signed_in
from missions.register.days import read_day
from missions.stakeholders.access import why_not_change
from missions.stakeholders.coverage import coverage
from missions.stakeholders.grid import LEVELS, power_grid, quarters
from missions.stakeholders.models import Stake
from missions.stakeholders.suggestions import suggest
from missions.stewardship.access import Standing, stand_on

PER_PAGE = 50
FEW_NAMES = 3


@login_required
def grid(request: HttpRequest, mission: str) -> HttpResponse:
    """Stakeholders by influence and interest."""
    standing = _door(request, mission)
    stakes = list(
        Stake.objects.filter(mission=standing.mission)
        .select_related("mission", "organisation")
        .order_by("organisation__name", "pk")
    )
    context = {
        **_about(standing, "grid"),
        "stakes": stakes,
        "rows": power_grid(stakes),
        "levels": LEVELS,
        "few": f":{FEW_NAMES}",
        "few_count": FEW_NAMES,
        "quarters": quarters(stakes),
    }
    return render(request, "stakeholders/grid.html", context)


@login_required
def suggestions(request: HttpRequest, mission: str) -> HttpResponse:
    """Whom to involve next, and why."""
    standing = _door(request, mission)
    found = coverage(standing.mission, as_at=standing.on)
    stakes = Stake.objects.filter(mission=standing.mission).with_last_contact().select_related("mission", "organisation")
    listed = suggest(found, list(stakes), on=standing.on)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "stakeholders/suggestions.html", {**_about(standing, "suggestions"), "page": page})


@login_required
def covered(request: HttpRequest, mission: str) -> HttpResponse:
    """Who takes part compared with who exists, as at a day."""
    standing = _door(request, mission)
    as_at = read_day(request.GET.get("as_at", ""), today=standing.on)
    found = coverage(standing.mission, as_at=as_at.day)
    context = {
        **_about(standing, "coverage"),
        "as_at": as_at,
        "coverage": found,
        "minutes": sum(found.participants.minutes.values()),
    }
    return render(request, "stakeholders/coverage.html", context)


@login_required
def missing(request: HttpRequest, mission: str) -> HttpResponse:
    """Councils that don't take part, all or of one group; those chosen go to a round's invitations."""
    standing = _door(request, mission)
    as_at = read_day(request.GET.get("as_at", ""), today=standing.on)
    found = coverage(standing.mission, as_at=as_at.day)
    by, of = request.GET.get("by", ""), request.GET.get("of", "")
    dimension = next((item for item in found.dimensions if item.key == by), None)
    row = next((item for item in dimension.rows if item.key == of), None) if dimension else None
    listed = found.missing(by, of) if row else found.missing()
    context = {
        **_about(standing, "coverage"),
        "as_at": as_at,
        "coverage": found,
        "dimension": dimension if row else None,
        "row": row,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "rounds": [way for source in participation for way in source.invite(standing.mission.pk, clock.now())],
    }
    return render(request, "stakeholders/missing.html", context)


def _door(request: HttpRequest, mission: str) -> Standing:
    return stand_on(signed_in(request), mission, on=clock.today())


def _about(standing: Standing, page: str) -> dict[str, Any]:
    return {
        "standing": standing,
        "section": "stakeholders",
        "stakeholder_page": page,
        "why_not_change": why_not_change(standing),
    }
