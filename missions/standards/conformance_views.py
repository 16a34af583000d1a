"""Pages of a test: send a file, watch it being tested, read the report."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from missions.core import clock, jobs
from missions.core.access import require
from missions.core.exporting import csv_lines
from missions.core.models import Job
from missions.core.refusals import NotNow
from missions.interventions.models import Intervention
from missions.people.access import signed_in
from missions.standards import testing
from missions.standards.access import may_read, subjects_of, why_not_test
from missions.standards.checking.findings import MOST_KINDS
from missions.standards.forms import TestForm
from missions.standards.models import ConformanceTest
from missions.standards.views import about, door, versions_of
from missions.stewardship.access import Standing

HEADERS = ("row", "column", "rule", "value", "what is wrong", "how to mend it", "how many", "also in rows")


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Send a file or its text."""
    user = signed_in(request)
    standing, item = door(request, mission, slug)
    subjects = subjects_of(standing)
    require(why_not_test(subjects))
    versions = [(version, state) for version, state in versions_of(standing, item) if version.status == "published"]
    if not versions:
        raise NotNow("No version of this standard is published, so there is nothing to test against yet.")
    now_held = next((str(version.pk) for version, state in versions if state == "Current"), None)
    form = TestForm(
        request.POST or None, request.FILES or None, subjects=subjects, versions=versions, initial={"version": now_held}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = testing.ask(
                by=user,
                standing=standing,
                version=form.versions[form.cleaned_data["version"]],
                subject=form.subjects[form.cleaned_data["subject"]],
                name=form.name,
                chunks=form.chunks(),
                now=clock.now(),
            )
        except NotNow as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(made)
    context = {
        **about(standing),
        "intervention": item,
        "form": form,
        "pass_stage": versions[0][0].standard.get_pass_stage_display(),
    }
    return render(request, "standards/ask.html", context)


@login_required
@require_safe
def test(request: HttpRequest, mission: str, slug: str, test: uuid.UUID) -> HttpResponse:
    """How far it is, then the report."""
    standing, item, found = _door(request, mission, slug, test)
    is_running = not found.verdict and found.job.status in {Job.Status.WAITING, Job.Status.RUNNING}
    is_htmx = bool(request.headers.get("HX-Request"))
    if is_htmx and not is_running:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        **about(standing),
        "intervention": item,
        "test": found,
        "job": found.job,
        "is_running": is_running,
        "told": jobs.progress_of(found.job) if is_running else {},
        "is_whole": len(found.findings) < MOST_KINDS,
        "counts": found.version.counts_on(found.happened_on) if found.happened_on else False,
    }
    response = render(request, "standards/progress.html" if is_htmx else "standards/test.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@require_safe
def download(request: HttpRequest, mission: str, slug: str, test: uuid.UUID) -> StreamingHttpResponse:
    """The report as CSV."""
    _, item, found = _door(request, mission, slug, test)
    rows = [
        (
            kind["row"] or "the file",
            kind["column"],
            kind["rule"],
            kind["value"],
            kind["wrong"],
            kind["mend"],
            kind["count"],
            " ".join(str(row) for row in kind["more_rows"]),
        )
        for kind in found.findings
    ]
    response = StreamingHttpResponse(csv_lines([HEADERS, *rows]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{item.slug}-report-{found.asked_at:%Y-%m-%d}.csv"'
    return response


def _door(request: HttpRequest, mission: str, slug: str, test: uuid.UUID) -> tuple[Standing, Intervention, ConformanceTest]:
    """Whoever may not read a test doesn't learn that there is one."""
    standing, item = door(request, mission, slug)
    tests = ConformanceTest.objects.select_related(
        "version__standard__intervention__mission", "organisation", "product__supplier", "job", "event"
    )
    found = tests.filter(public_id=test, version__standard__intervention=item).first()
    if found is None or not may_read(standing, found):
        raise Http404("No such test.")
    return standing, item, found
