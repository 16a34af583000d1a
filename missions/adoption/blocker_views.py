"""Pages about what holds councils up: a council says it, and the people on the mission see what adds up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from missions.adoption.access import why_not_record
from missions.adoption.blocking import blockers_on, csv_rows, of_intervention, of_mission, set_blockers, stuck
from missions.adoption.forms import BlockersForm
from missions.adoption.models import Blocker
from missions.adoption.stages import ADOPTED
from missions.adoption.summary import LABELS, summarise
from missions.core import clock
from missions.core.access import require
from missions.core.exporting import csv_lines
from missions.interventions.models import Intervention
from missions.people.access import signed_in
from missions.problems.models import Barrier
from missions.register.models import Organisation
from missions.stewardship.access import CURATORS, stand, stand_on

PER_PAGE = 50
SILENT = "none"


@login_required
def of_the_mission(request: HttpRequest, mission: str) -> HttpResponse:
    """Barriers across all interventions, beside pain points and findings about them."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    context = {"standing": standing, "section": "interventions", "blocked": of_mission(standing.mission, standing.on)}
    return render(request, "adoption/mission_blockers.html", context)


@login_required
def download(request: HttpRequest, mission: str) -> StreamingHttpResponse:
    """Everything that councils say is in their way today, as CSV."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    lines = csv_lines(csv_rows(standing.mission, standing.on))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{standing.mission.slug}-blockers-{standing.on}.csv"'
    return response


@login_required
def of_one(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """The councils that something holds up with one intervention, by barrier; and those that stand still without a word."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    item = get_object_or_404(Intervention.objects.select_related("mission"), mission=standing.mission, slug=slug)
    barrier = request.GET.get("barrier", "")
    summary = summarise(item, as_at=standing.on)
    said: QuerySet[Blocker] = blockers_on(standing.on, intervention=item).select_related("organisation")
    said = said.order_by("starts_on", "organisation__name")
    silent = stuck(summary, set(said.values_list("organisation", flat=True)))
    if barrier in Barrier.values:
        said = said.filter(barrier=barrier)
    rows = Organisation.objects.filter(pk__in=silent).order_by("name", "pk") if barrier == SILENT else said
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown: list[Any] = list(page.object_list)
    councils: list[Organisation] = [row if isinstance(row, Organisation) else row.organisation for row in shown]
    positions = [summary.history.position(council.pk, standing.on) for council in councils]
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "counts": of_intervention(item, standing.on),
        "barrier": barrier,
        "barrier_label": dict(Barrier.choices).get(barrier, ""),
        "is_silent": barrier == SILENT,
        "silent": len(silent),
        "page": page,
        "rows": [
            (council, None if row is council else row, place, LABELS[place.stage])
            for row, council, place in zip(shown, councils, positions, strict=True)
        ],
        "may_record": standing.holds(*CURATORS),
    }
    return render(request, "adoption/blockers.html", context)


@login_required
def of_council(request: HttpRequest, mission: str, slug: str, code: str) -> HttpResponse:
    """A council says what is in its way, without reporting a new stage."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    item = get_object_or_404(Intervention.objects.select_related("mission"), mission=standing.mission, slug=slug)
    council = get_object_or_404(Organisation.objects.councils(), code=code)
    require(why_not_record(standing, user, council))
    summary = summarise(item, as_at=standing.on)
    if council.pk not in summary.history.councils:
        raise Http404("This mission isn’t for councils of that type.")
    rows = list(Blocker.objects.filter(intervention=item, organisation=council, ends_on__isnull=True))
    initial = {"barriers": [row.barrier for row in rows], "barrier_note": rows[0].note if rows else ""}
    form = BlockersForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_blockers(
            by=user,
            standing=standing,
            intervention=item,
            organisation=council,
            barriers=form.cleaned_data["barriers"],
            note=form.cleaned_data["barrier_note"],
        )
        messages.success(request, f"What is in the way of {council.name} is saved. The mission team sees it.")
        return redirect("adoption:record", mission, slug, code)
    position = summary.history.position(council.pk, standing.on)
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "council": council,
        "form": form,
        "position": position,
        "label": LABELS[position.stage],
        "uses_it": position.stage in ADOPTED,
    }
    return render(request, "adoption/council_blockers.html", context)
