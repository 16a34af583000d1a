"""Pages of adoption: who stands where with an intervention, as at any day."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from missions.adoption import actions
from missions.adoption.access import why_not_record
from missions.adoption.figures import curve_figure
from missions.adoption.forms import RecordForm
from missions.adoption.stages import MIXED, Stage
from missions.adoption.summary import LABELS, Summary, summarise
from missions.adoption.tiles import sheet
from missions.core import clock
from missions.core.exporting import safe_cell
from missions.interventions.models import Intervention
from missions.people.access import person, signed_in
from missions.register.models import CouncilType, Organisation
from missions.stewardship.access import Standing, stand

PER_PAGE = 50


@dataclass(frozen=True)
class CouncilRow:
    """One council of the list."""

    council: Organisation
    stage: str
    since: dt.date | None
    inherited: bool

    @property
    def label(self) -> str:
        """The stage in words."""
        return LABELS[self.stage]


def adoption(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Curve, stages, map and list, as at a day."""
    standing, item = _door(request, mission, slug)
    as_at, date_problem = _as_at(request, standing.on)
    summary = summarise(standing.mission, item, as_at=as_at)
    rows = _rows(summary)
    filters = {name: request.GET.get(name, "").strip() for name in ("stage", "type", "q")}
    stage_of = {row.council.pk: row for row in rows}
    gss = _codes(rows)
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "summary": summary,
        "as_at": as_at,
        "date_problem": date_problem,
        "figure": curve_figure(summary) if summary.history.events else None,
        "sheet": sheet(),
        "tiles": [(tile, stage_of[gss[tile.gss]]) for tile in sheet().tiles if tile.gss in gss],
        "not_on_map": len(rows) - sum(tile.gss in gss for tile in sheet().tiles),
        "page": Paginator(_filtered(rows, filters), PER_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "stages": [(stage, LABELS[stage]) for stage in (*Stage.values, MIXED)],
        "types": CouncilType.choices,
        "may_record": standing.is_team,
    }
    return render(request, "adoption/page.html", context)


def download(request: HttpRequest, mission: str, slug: str) -> StreamingHttpResponse:
    """Every council's stage as at a day, as CSV."""
    standing, item = _door(request, mission, slug)
    as_at, _ = _as_at(request, standing.on)
    rows = _rows(summarise(standing.mission, item, as_at=as_at))
    response = StreamingHttpResponse(_lines(rows, as_at), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{item.slug}-adoption-{as_at}.csv"'
    return response


@login_required
def record(request: HttpRequest, mission: str, slug: str, code: str) -> HttpResponse:
    """Record a council's new stage."""
    user = signed_in(request)
    standing, item = _door(request, mission, slug)
    council = get_object_or_404(Organisation.objects.councils(), code=code)
    why_not = why_not_record(standing, user, council)
    form = RecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.record_event(by=user, standing=standing, intervention=item, organisation=council, **form.cleaned_data)
        messages.success(request, f"{council.name} is recorded as {LABELS[form.cleaned_data['stage']].lower()}.")
        return redirect(reverse("adoption:adoption", args=[mission, slug]))
    context = {
        "standing": standing,
        "section": "interventions",
        "intervention": item,
        "council": council,
        "form": form,
        "why_not": why_not,
    }
    return render(request, "adoption/record.html", context, status=403 if why_not else 200)


def _door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Intervention]:
    standing = stand(person(request), mission, on=clock.today())
    return standing, get_object_or_404(Intervention.objects.select_related("mission"), mission=standing.mission, slug=slug)


def _as_at(request: HttpRequest, today: dt.date) -> tuple[dt.date, str]:
    """The day in the address, and what is wrong with it."""
    text = request.GET.get("as_at", "").strip()
    if not text:
        return today, ""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today, "Enter a date that exists, like 2024-12-31. The figures below are as at today."
    if day > today:
        return today, "Choose a day that is not in the future. The figures below are as at today."
    if day.year < 2000:
        return today, "Choose a day from 2000 on. The figures below are as at today."
    return day, ""


def _rows(summary: Summary) -> list[CouncilRow]:
    fields = ("code", "name", "council_type", "region")
    councils = Organisation.objects.filter(pk__in=summary.positions).only(*fields).order_by("name")
    positions = summary.positions
    return [CouncilRow(council, (place := positions[council.pk]).stage, place.since, place.inherited) for council in councils]


def _codes(rows: list[CouncilRow]) -> dict[str, int]:
    """Councils by GSS code."""
    ids = [row.council.pk for row in rows]
    pairs = Organisation.objects.filter(pk__in=ids, identifiers__scheme="gss").values_list("identifiers__value", "pk")
    return dict(pairs)


def _filtered(rows: list[CouncilRow], filters: dict[str, str]) -> list[CouncilRow]:
    text = filters["q"].lower()
    return [
        row
        for row in rows
        if filters["stage"] in ("", row.stage)
        and filters["type"] in ("", row.council.council_type)
        and (not text or text in row.council.name.lower() or text == row.council.code.lower())
    ]


def _lines(rows: list[CouncilRow], as_at: dt.date) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(["code", "council", "type", "region", "stage", "since", "derived from predecessors", "as at"])
    for row in rows:
        council = row.council
        cells = [council.code, council.name, council.get_council_type_display(), council.region, row.label]
        yield writer.writerow([safe_cell(cell) for cell in cells] + [row.since or "", "yes" if row.inherited else "no", as_at])


class _Echo:
    """A file that gives back what is written to it, so that rows are streamed."""

    def write(self, value: str) -> str:
        """Give the line back."""
        return value
