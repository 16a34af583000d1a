"""The page on which councils are chosen for an iteration."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from missions.adoption.aiming import BY_HAND, Wanted, everybody, matching
from missions.adoption.aiming_forms import AimForm, TickedForm
from missions.adoption.cuts import suppliers_of
from missions.adoption.together import beside
from missions.core import clock
from missions.core.access import require
from missions.core.refusals import NotNow
from missions.interventions.iteration_actions import aim_at, why_not_change
from missions.interventions.iteration_views import iteration_of
from missions.interventions.models import Intervention, Iteration, IterationServes
from missions.market.picture import suppliers_by_council
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand


@login_required
def aim(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Councils by filter, ticked; those already chosen where nothing is asked for. What is ticked is what is saved."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item, served = _door(standing, slug)
    require(why_not_change(standing, item))
    about = next((one for one in served if one.slug == request.GET.get("intervention")), served[0])
    chosen = frozenset[int](item.aimed_at)
    everyone = everybody(
        about, standing.on, chosen=chosen, also=_by_council(beside(item, [one.pk for one in served], standing.on))
    )
    councils = [row.council for row in everyone]
    using = suppliers_by_council(about.mission.service, councils, standing.on) if request.GET.get("supplier") else {}
    suppliers = sorted(set[str]().union(*using.values())) if using else suppliers_of(about, standing.on)
    form = AimForm(request.GET, councils=councils, suppliers=suppliers, interventions=served)
    wanted = form.wanted
    is_asked = "show" in request.GET
    rows = matching(everyone, wanted, using) if is_asked else [row for row in everyone if row.is_chosen]
    ticked = TickedForm(request.POST if request.method == "POST" else None, choices=[row.council.pk for row in rows])
    if request.method == "POST" and ticked.is_valid():
        kept = chosen if ticked.cleaned_data["keep"] else frozenset()
        wished = {*kept, *ticked.cleaned_data["councils"]}
        left_out = len(rows) - len(ticked.cleaned_data["councils"])
        words = _words(item if kept else None, wanted, about, left_out) if is_asked else item.targeted_by or BY_HAND
        count = aim_at(by=user, standing=standing, iteration=item, councils=wished, picked_by=words)
        messages.success(request, f"{item.name} is aimed at {count:,} council{'' if count == 1 else 's'}.")
        return redirect(item)
    context = {
        "standing": standing,
        "section": "interventions",
        "iteration": item,
        "form": form,
        "ticked": ticked,
        "about": about,
        "is_asked": is_asked,
        "words": wanted.in_words(about),
        "rows": rows,
        "twice": sum(bool(row.also_in) for row in rows),
        "chosen": len(chosen),
        "has_unticked": any(not row.is_chosen for row in rows),
    }
    return render(request, "adoption/aim.html", context)


def _words(before: Iteration | None, wanted: Wanted, about: Intervention, left_out: int) -> str:
    words = wanted.in_words(about) + (f", less {left_out:,} left out by hand" if left_out else "")
    return f"{before.targeted_by}; and {words}" if before is not None and before.targeted_by else words


def _door(standing: Standing, slug: str) -> tuple[Any, list[Intervention]]:
    """The iteration with the councils that it is `aimed_at`, and the interventions that it serves. One query where it serves any."""
    aimed = Iteration.targeted_councils.through._default_manager.filter(iteration=OuterRef("iteration"))
    found: Any = IterationServes.objects.filter(iteration__mission=standing.mission, iteration__slug=slug)
    found = found.select_related("iteration", "intervention").annotate(aimed_at=ArraySubquery(aimed.values("organisation")))
    links = list(found.order_by("intervention__name"))
    if not links:
        iteration_of(standing, slug)
        raise NotNow("Say first which intervention it serves.")
    item, served = links[0].iteration, [link.intervention for link in links]
    item.aimed_at = links[0].aimed_at
    for one in (item, *served):
        one.mission = standing.mission
    return item, served


def _by_council(others: Mapping[Iteration, Collection[int]]) -> dict[int, list[Iteration]]:
    """In which of some iterations each council is."""
    found: dict[int, list[Iteration]] = defaultdict(list)
    for other, councils in others.items():
        for council in councils:
            found[council].append(other)
    return found
