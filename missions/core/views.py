"""Pages of the core: a figure that a worker drew, and a PDF that one makes."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from missions.core import jobs, prints
from missions.core.figures.figure import drawing
from missions.core.models import Job


@require_GET
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """The drawing by its key, for the page that waits for it: 204 (nothing changes) while it isn't there."""
    svg = drawing(key)
    if svg is None:
        return HttpResponse(status=204)
    return HttpResponse(mark_safe(svg), content_type="text/html; charset=utf-8")  # noqa: S308 - drawn by our own worker


@login_required
@require_GET
def print_job(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """How far the PDF is, and where to download it."""
    item = _own_print(request, job)
    is_running = item.status in {Job.Status.WAITING, Job.Status.RUNNING}
    is_htmx = bool(request.headers.get("HX-Request"))
    if is_htmx and not is_running:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"job": item, "is_running": is_running, "told": jobs.progress_of(item) if is_running else {}}
    response = render(request, "imports/progress.html" if is_htmx else "core/print.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@require_GET
def print_file(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """The PDF that was made."""
    file = prints.made(_own_print(request, job))
    if file is None:
        raise Http404("There is no PDF yet.")
    header = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    return HttpResponse(bytes(file.content), content_type="application/pdf", headers={"Content-Disposition": header})


def _own_print(request: HttpRequest, job: uuid.UUID) -> Job:
    """The one door: only who asked for it, and only as long as they may read what it is of."""
    item = get_object_or_404(Job, public_id=job, kind=prints.KIND, asked_by_id=request.user.pk or 0)
    prints.check(item, request.user)  # type: ignore[arg-type]
    return item
