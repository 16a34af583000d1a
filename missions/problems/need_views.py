"""The published needs behind a standard, and which of them nothing meets."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core import clock
from missions.people.access import person
from missions.problems.models import Need
from missions.stewardship.access import stand

PER_PAGE = 50
HOW_MET = (("full", "Met in full"), ("partial", "Met in part"), ("unmet", "Unmet"))


def needs(request: HttpRequest, mission: str) -> HttpResponse:
    """The list, by how far each need is met; the counts are of all of them."""
    standing = stand(person(request), mission, on=clock.today())
    mine: Any = Need.objects.filter(mission=standing.mission).with_how_met()
    how, query = request.GET.get("met", ""), request.GET.get("q", "").strip()
    counts = mine.aggregate(all=Count("pk"), **{name: Count("pk", filter=Q(how_met=name)) for name, _ in HOW_MET})
    found = mine
    if how in dict(HOW_MET):
        found = found.filter(how_met=how)
    if query:
        found = found.filter(Q(name__icontains=query) | Q(statement__icontains=query) | Q(reference__iexact=query))
    context = {
        "standing": standing,
        "section": "problems",
        "page": Paginator(found.order_by("reference"), PER_PAGE).get_page(request.GET.get("page")),
        "counts": counts,
        "how": how,
        "query": query,
        "choices": HOW_MET,
        "labels": dict(HOW_MET),
    }
    return render(request, "problems/needs.html", context)
