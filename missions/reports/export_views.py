"""A report to take away, to compare with another, and what has been corrected since."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from missions.core import prints
from missions.core.workbooks import XLSX
from missions.outcomes.revisions import revised_since
from missions.people.access import person, signed_in
from missions.reports import exports
from missions.reports.access import Place, issued_report_for, place, readable_reports
from missions.reports.comparing import compare, every_difference
from missions.reports.models import Report
from missions.reports.sections import evidence_of
from missions.reports.views import frame_of


@require_GET
def sheet(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """The spreadsheet."""
    _, item = _door(request, where, issue, version)
    return _file(HttpResponse(exports.spreadsheet(item), content_type=XLSX), exports.file_name(item, "xlsx"))


@require_GET
def as_json(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """The content with its seal."""
    _, item = _door(request, where, issue, version)
    options = {"indent": 2, "ensure_ascii": False}
    return _file(JsonResponse(exports.as_json(item), json_dumps_params=options), exports.file_name(item, "json"))


@login_required
@require_POST
def pdf(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """Have a worker make the PDF."""
    user = signed_in(request)
    _, item = _door(request, where, issue, version)
    about = {**item.where, "issue": item.issue, "version": item.version}
    job = prints.ask(by=user, what=exports.PRINT, title=item.title, back=item.get_absolute_url(), about=about)
    return redirect("core:print_job", job.public_id)


@require_GET
def corrected(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """Later corrections of facts, beside the report: it never changes itself."""
    standing, item = _door(request, where, issue, version)
    latest = getattr(item, "latest", None)
    found = latest if latest and latest.known_at and item.known_at and latest.known_at > item.known_at else None
    context = {
        **frame_of(standing),
        "report": item,
        "found": found,
        "is_at_work": latest is not None and latest.is_at_work,
        "rows": every_difference(evidence_of(item.content), found.evidence) if found else (),
    }
    if item.known_at is not None and item.mission_id is not None:
        context["revisions"] = revised_since(item.mission_id, as_at=item.as_at, known_at=item.known_at)
    return render(request, "reports/corrected.html", context)


@require_GET
def comparison(request: HttpRequest, **where: str) -> HttpResponse:
    """Any two issues side by side; the two latest where none were chosen."""
    standing = place(person(request), where)
    choices = list(readable_reports(standing).issued().defer("content", "narrative").order_by("-issue", "-version"))
    then = _chosen(choices, request.GET.get("then", ""), default=1)
    now = _chosen(choices, request.GET.get("now", ""), default=0)
    context = {**frame_of(standing), "choices": choices, "then": then, "now": now}
    if then and now and then.pk != now.pk:
        contents = dict(Report.objects.filter(pk__in=(then.pk, now.pk)).values_list("pk", "content"))
        context["found"] = compare(contents[then.pk], contents[now.pk])
    return render(request, "reports/compare.html", context)


def _chosen(choices: list[Report], wanted: str, *, default: int) -> Report | None:
    named = next((item for item in choices if wanted == f"{item.issue}-{item.version}"), None)
    return named or (choices[default] if default < len(choices) else None)


def _door(request: HttpRequest, where: Mapping[str, str], issue: int, version: int) -> tuple[Place, Report]:
    standing = place(person(request), where)
    return standing, issued_report_for(standing, issue, version)


def _file(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
