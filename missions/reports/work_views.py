"""Pages of what a worker does for a report: how far it is, and asking for the figures as they are known now."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from missions.core import jobs
from missions.people.access import signed_in
from missions.reports import actions
from missions.reports.access import own_report_for, place_on, why_not_write
from missions.reports.views import frame_of


@login_required
@require_GET
def progress(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """How far the worker is; ends at the report, or says what went wrong and lets the lead try again."""
    standing = place_on(signed_in(request), where)
    item = own_report_for(standing, issue, version)
    latest = getattr(item, "latest", None)
    if latest is None or latest.job is None:
        raise Http404("No worker was asked for this report.")
    is_htmx, job = bool(request.headers.get("HX-Request")), latest.job
    if is_htmx and not latest.is_at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    is_frozen = job.kind == actions.SUBMIT
    if job.status == job.Status.DONE:
        if is_frozen:
            messages.success(
                request, "The report is frozen and submitted. The director signs it off or returns it with comments."
            )
        return redirect(item if is_frozen or item.status == "draft" else f"{item.get_absolute_url()}corrected/")
    context = {
        **frame_of(standing),
        "report": item,
        "job": job,
        "is_running": latest.is_at_work,
        "is_freezing": is_frozen,
        "told": jobs.progress_of(job) if latest.is_at_work else {},
        "why_not_write": why_not_write(standing),
    }
    response = render(request, "imports/progress.html" if is_htmx else "reports/progress.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@require_POST
def collect(request: HttpRequest, issue: int, version: int, **where: str) -> HttpResponse:
    """Have the figures collected as they are known now."""
    user = signed_in(request)
    item = own_report_for(place_on(user, where), issue, version)
    actions.ask_for_figures(by=user, report=item)
    return redirect(f"{item.get_absolute_url()}progress/")
