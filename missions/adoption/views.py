"""Pages of adoption: who stands where with an intervention, as at any day."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from missions.adoption import actions
from missions.adoption.access import why_not_record
from missions.adoption.cuts import councils_of, suppliers_of
from missions.adoption.figures import curve_figure, funnel_figure
from missions.adoption.forms import CorrectForm, RecordForm
from missions.adoption.lists import by_region, council_rows, csv_rows, filtered
from missions.adoption.map_measure import GROUPS, measured
from missions.adoption.models import AdoptionEvent, Blocker
from missions.adoption.readiness import ready_councils
from missions.adoption.stages import MIXED, PUBLISHED_WORDS, Stage
from missions.adoption.summary import LABELS, summarise
from missions.adoption.together import trials
from missions.core import clock
from missions.core.access import require
from missions.core.exporting import csv_lines
from missions.core.fresh import page_part
from missions.core.reading import Unreadable
from missions.core.reading import day as read_day
from missions.interventions.models import Intervention
from missions.maps.drawing import draw
from missions.market.picture import suppliers_by_council
from missions.people.access import person, signed_in
from missions.register.models import CouncilType, Organisation
from missions.stewardship.access import CURATORS, Standing, stand

PER_PAGE = 50
FILTERS = ("stage", "type", "region", "supplier", "iteration", "funded", "q")


def adoption(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Curve, stages, map and list, as at a day."""
    standing, item = door(request, mission, slug)
    as_at, date_problem = as_at_of(request, standing.on)
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "date_problem": date_problem,
        "as_at": as_at,
    }
    # A person sees the councils for which they record, and the team what it may do.
    about = item, standing.mission, standing.user, sorted(standing.roles), standing.on
    body = page_part(request, about, "adoption/page_body.html", lambda: {**context, **_facts(request, standing, item, as_at)})
    return render(request, "adoption/page.html", {**context, "body": body})


def _facts(request: HttpRequest, standing: Standing, item: Intervention, as_at: dt.date) -> dict[str, Any]:
    summary = summarise(item, as_at=as_at)
    beside = trials(item, as_at)
    rows = council_rows(summary, beside, standing)
    councils = [row.council for row in rows]
    filters = {name: request.GET.get(name, "").strip() for name in FILTERS}
    using = suppliers_by_council(item.mission.service, councils, as_at) if filters["supplier"] else {}
    stages = summary.stages
    chosen = filtered(rows, filters, councils_of(summary, beside, using, filters))
    return {
        "addresses": item.addresses.order_by("pain_point__reference").values("pain_point__reference", "pain_point__title"),
        "summary": summary,
        "as_at_typed": request.GET.get("as_at", ""),
        "figure": curve_figure(summary) if summary.history.events else None,
        "funnel": funnel_figure(summary) if summary.history.events else None,
        "map": draw("Stage", councils, measured(summary)),
        "stage_rows": [(group, stages[group.key]) for group in GROUPS if stages[group.key] or group.key != MIXED],
        "regions": by_region(rows),
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("page")),
        "unverified": sum(row.is_unverified for row in rows),
        "twice": sum(bool(row.in_two) for row in rows),
        "ready": ready_councils(summary),
        "suppliers": sorted(set[str]().union(*using.values())) if using else suppliers_of(item, as_at),
        "iterations": beside.iterations,
        "filters": filters,
        "is_filtered": any(filters.values()),
        "stages": [(stage, LABELS[stage]) for stage in (*Stage.values, MIXED)],
        "types": CouncilType.choices,
        "words": PUBLISHED_WORDS.items(),
        "may_record": standing.holds(*CURATORS),
        "own_councils": [row.council for row in rows if row.is_own],
    }


def download(request: HttpRequest, mission: str, slug: str) -> StreamingHttpResponse:
    """Every council's stage as at a day, as CSV."""
    standing, item = door(request, mission, slug)
    as_at, _ = as_at_of(request, standing.on)
    rows = council_rows(summarise(item, as_at=as_at), trials(item, as_at), standing)
    response = StreamingHttpResponse(csv_lines(csv_rows(rows, as_at)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{item.slug}-adoption-{as_at}.csv"'
    return response


@login_required
def record(request: HttpRequest, mission: str, slug: str, code: str) -> HttpResponse:
    """Record a council's new stage; shows what is recorded so far."""
    user = signed_in(request)
    standing, item = door(request, mission, slug)
    council = get_object_or_404(Organisation.objects.councils(), code=code)
    require(why_not_record(standing, user, council))
    summary = summarise(item, as_at=standing.on)
    if council.pk not in summary.history.councils:
        raise Http404("This mission isn’t for councils of that type.")
    said = Blocker.objects.filter(intervention=item, organisation=council, ends_on__isnull=True)
    in_the_way = {row.barrier: row.note for row in said}
    initial = {"barriers": list(in_the_way), "barrier_note": next(iter(in_the_way.values()), "")}
    form = RecordForm(request.POST if request.method == "POST" else None, initial=initial, council=council, standing=standing)
    if request.method == "POST" and form.is_valid():
        actions.record_event(by=user, standing=standing, intervention=item, organisation=council, **form.cleaned_data)
        label = LABELS[form.cleaned_data["stage"]].lower()
        check = "" if standing.holds(*CURATORS) else " It is shown as not verified until the mission team has checked it."
        messages.success(request, f"{council.name} is recorded as {label}. Every figure counts it from now on.{check}")
        return redirect("adoption:adoption", mission, slug)
    position = summary.history.position(council.pk, standing.on)
    events = AdoptionEvent.objects.filter(intervention=item, organisation=council).select_related("superseded_by", "review")
    context = {
        **_about(standing, item, council, form),
        "position": position,
        "label": LABELS[position.stage],
        "must_show": not standing.holds(*CURATORS),
        "events": events.order_by("-happened_on", "-recorded_at", "-pk"),
    }
    return render(request, "adoption/record.html", context)


@login_required
def correct(request: HttpRequest, mission: str, slug: str, code: str, pk: int) -> HttpResponse:
    """Say what a record should have said."""
    user = signed_in(request)
    standing, item = door(request, mission, slug)
    events = AdoptionEvent.objects.select_related("organisation", "intervention")
    event = get_object_or_404(events, pk=pk, intervention=item, organisation__code=code)
    council = event.organisation
    require(why_not_record(standing, user, council))
    said = {"stage": event.stage, "happened_on": event.happened_on}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=said, council=council, on=standing.on)
    if request.method == "POST" and form.is_valid():
        actions.correct_event(by=user, standing=standing, event=event, **form.cleaned_data)
        messages.success(request, f"The record of {council.name} is corrected. The first one is kept beside it.")
        return redirect("adoption:record", mission, slug, code)
    return render(request, "adoption/correct.html", {**_about(standing, item, council, form), "event": event})


def _about(standing: Standing, item: Intervention, council: Organisation, form: Any) -> dict[str, Any]:
    return {"standing": standing, "section": "interventions", "intervention": item, "council": council, "form": form}


def door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Intervention]:
    """Where a person stands on the mission, and the intervention."""
    standing = stand(person(request), mission, on=clock.today())
    return standing, get_object_or_404(Intervention.objects.select_related("mission"), mission=standing.mission, slug=slug)


def as_at_of(request: HttpRequest, today: dt.date) -> tuple[dt.date, str]:
    """The day in the address, and what is wrong with it."""
    try:
        day = read_day(request.GET.get("as_at", ""))
    except Unreadable:
        return today, "Enter a date that exists, like 31/12/2024."
    if day is None:
        return today, ""
    if day > today:
        return today, "Choose a day that is not in the future."
    if day.year < 2000:
        return today, "Choose a day from the year 2000 on."
    return day, ""
