"""Pages of what goes out and comes in: the fund statement, awards in the 360Giving standard, importing a list, what an award bought."""

import datetime as dt
import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funding import statement_files as files
from funding.access import readable_awards
from funding.bought import what_it_bought
from funding.export360 import as_workbook, grants, json_parts, published_awards, table_lines
from funding.import_kind import for_mission
from funding.statement import state
from missions.core import clock, import_pages, prints
from missions.core.formats import day as in_words
from missions.core.reading import Unreadable
from missions.core.reading import day as read_day
from missions.core.workbooks import XLSX
from missions.people.access import person, signed_in
from missions.stewardship.access import CURATORS, stand, stand_on

FIRST_DAY = dt.date(2000, 1, 1)


@require_GET
def statement(request: HttpRequest, mission: str) -> HttpResponse:
    """What had been awarded by a day, added up every way that people ask."""
    standing = stand(person(request), mission, on=clock.today())
    on, problem = _day(request, standing.on)
    context = {
        **files.context(state(standing.mission, as_at=on)),
        "standing": standing,
        "section": "awards",
        "on_typed": request.GET.get("on", ""),
        "date_problem": problem,
        "may_import": standing.holds(*CURATORS),
    }
    return render(request, "funding/statement.html", context)


@require_GET
def statement_sheet(request: HttpRequest, mission: str) -> HttpResponse:
    """The statement as a spreadsheet."""
    standing = stand(person(request), mission, on=clock.today())
    on, _ = _day(request, standing.on)
    content = files.spreadsheet(state(standing.mission, as_at=on))
    return _download(content, XLSX, files.file_name(standing.mission, on, "xlsx"))


@login_required
@require_POST
def statement_pdf(request: HttpRequest, mission: str) -> HttpResponse:
    """Have a worker make the PDF."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    on, _ = _day(request, standing.on)
    back = f"{reverse('funding:statement', args=[mission])}?on={on.isoformat()}"
    about = {"mission": mission, "as_at": on.isoformat()}
    job = prints.ask(by=user, what=files.PRINT, title=f"Fund statement on {in_words(on)}", back=back, about=about)
    return redirect("core:print_job", job.public_id)


@require_GET
def giving(request: HttpRequest, mission: str, form: str) -> HttpResponse | StreamingHttpResponse:
    """The awards in the 360Giving data standard."""
    standing = stand(person(request), mission, on=clock.today())
    found = published_awards(standing.mission, fund=request.GET.get("fund", ""))
    rows = grants(standing.mission, found)
    name = f"{standing.mission.slug}-360giving.{form}"
    if form == "xlsx":
        return _download(as_workbook(standing.mission, rows), XLSX, name)
    if form not in {"json", "csv"}:
        raise Http404("No such format.")
    parts = json_parts(standing.mission, rows, issued=standing.on) if form == "json" else table_lines(rows)
    kind = "application/json" if form == "json" else "text/csv; charset=utf-8"
    response = StreamingHttpResponse(parts, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, mission: str) -> HttpResponse:
    """Send a list of awards."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    within = {"mission": standing.mission.slug}
    context = {"standing": standing, "section": "awards"}
    return import_pages.send_page(
        request, for_mission(mission), template="funding/import.html", job_url="funding:import_job", about=within, within=within, context=context
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def job(request: HttpRequest, mission: str, job: uuid.UUID) -> HttpResponse:
    """One import of a list."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    within = {"mission": standing.mission.slug}
    return import_pages.job_page(request, for_mission(mission), job, send_url="funding:import", within=within)


@require_GET
def bought(request: HttpRequest, mission: str, reference: str) -> HttpResponse:
    """What an award bought, with the caveat about selection."""
    standing = stand(person(request), mission, on=clock.today())
    awards = readable_awards(standing).select_related("fund__mission", "recipient", "intervention__mission", "iteration__mission")
    award = get_object_or_404(awards.prefetch_related("partners"), reference=reference)
    context = {"standing": standing, "section": "awards", "award": award, "found": what_it_bought(award, on=standing.on)}
    return render(request, "funding/bought.html", context)


def _day(request: HttpRequest, today: dt.date) -> tuple[dt.date, str]:
    """The day that was typed; today, and what is wrong, where it can’t be used."""
    typed = (request.POST if request.method == "POST" else request.GET).get("on", "").strip()
    try:
        found = read_day(typed) or today
    except Unreadable as error:
        return today, str(error)
    if not FIRST_DAY <= found <= today:
        return today, "Choose a day between 1 January 2000 and today."
    return found, ""


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
