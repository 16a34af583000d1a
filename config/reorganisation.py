"""Reorganisations of councils: those that are planned, and what each touches in every area."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from missions.core import clock
from missions.core.access import require
from missions.people.access import signed_in
from missions.register.models import Organisation, Reorganisation, Succession
from missions.register.reorganising import money_in, touched_by
from missions.stewardship.models import Mission, MissionRole

LINKS = Prefetch("links", Succession.objects.select_related("predecessor", "successor").order_by("predecessor__name", "pk"))


def reorganisations(request: HttpRequest) -> HttpResponse:
    """Those to come first, then those that were; public like the register."""
    rows = Reorganisation.objects.prefetch_related(LINKS)
    context = {"to_come": rows.to_come(), "past": rows.past().order_by("-vests_on", "name")}
    return render(request, "register/reorganisations.html", context)


@login_required
def reorganisation(request: HttpRequest, pk: int) -> HttpResponse:
    """What a reorganisation touches, in the missions that a person may see."""
    user, today = signed_in(request), clock.today()
    is_on_one = user.is_administrator or MissionRole.objects.as_at(today).filter(user=user).exists()
    require(None if is_on_one else "Only people who work on a mission and administrators see what a reorganisation touches.")
    item = get_object_or_404(Reorganisation.objects.prefetch_related(LINKS), pk=pk)
    links = list(item.links.all())
    missions = list(Mission.objects.visible_to(user, today).values_list("pk", flat=True))
    parts = touched_by(links, on=today, missions=missions)
    context = {
        "item": item,
        "links": links,
        "parts": parts,
        "councils": _names(links),
        "money": money_in(parts),
        "is_split": len({link.successor_id for link in links}) > 1,
    }
    return render(request, "register/reorganisation.html", context)


def _names(links: Iterable[Succession]) -> dict[int, Organisation]:
    return {link.predecessor_id: link.predecessor for link in links}
