"""The pages on which the team imports figures of an indicator from a file."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from missions.core import clock, import_pages
from missions.core.models import Job
from missions.outcomes.import_kind import kind_for
from missions.outcomes.models import Indicator
from missions.people.access import signed_in
from missions.stewardship.access import stand_on


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Send a file."""
    indicator = _door(request, mission, slug)
    return import_pages.send_page(
        request,
        kind_for(indicator),
        template="outcomes/import.html",
        job_url="outcomes:import_job",
        about={"indicator": indicator.pk},
        within={"mission": mission, "slug": slug},
        context={"indicator": indicator},
    )


@login_required
@require_http_methods(["GET", "POST"])
def job(request: HttpRequest, mission: str, slug: str, job: uuid.UUID) -> HttpResponse:
    """One import."""
    indicator = _door(request, mission, slug)
    if not Job.objects.filter(public_id=job, parameters__indicator=indicator.pk).exists():
        raise Http404("No such import.")
    within = {"mission": mission, "slug": slug}
    return import_pages.job_page(request, kind_for(indicator), job, send_url="outcomes:import", within=within)


def _door(request: HttpRequest, mission: str, slug: str) -> Indicator:
    standing = stand_on(signed_in(request), mission, on=clock.today())
    return get_object_or_404(Indicator.objects.select_related("mission"), mission=standing.mission, slug=slug)
