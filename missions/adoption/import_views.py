"""The pages on which the mission team imports published lists of adoption."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from missions.adoption.import_kind import for_intervention
from missions.adoption.stages import PUBLISHED_WORDS
from missions.core import clock, import_pages
from missions.core.import_jobs import find
from missions.interventions.models import Intervention
from missions.people.access import signed_in
from missions.stewardship.access import Standing, stand


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, mission: str, slug: str) -> HttpResponse:
    """Send a file."""
    standing, item = _door(request, mission, slug)
    return import_pages.send_page(
        request,
        for_intervention(item),
        template="adoption/import.html",
        job_url="adoption:import_job",
        about={"intervention": item.pk},
        within={"mission": mission, "slug": slug},
        context={"standing": standing, "intervention": item, "words": PUBLISHED_WORDS.items()},
    )


@login_required
@require_http_methods(["GET", "POST"])
def job(request: HttpRequest, mission: str, slug: str, job: uuid.UUID) -> HttpResponse:
    """One import."""
    _, item = _door(request, mission, slug)
    kind = for_intervention(item)
    if find(job, kind=kind, user=signed_in(request)).parameters.get("intervention") != item.pk:
        raise Http404("No such import.")
    return import_pages.job_page(request, kind, job, send_url="adoption:import", within={"mission": mission, "slug": slug})


def _door(request: HttpRequest, mission: str, slug: str) -> tuple[Standing, Intervention]:
    standing = stand(signed_in(request), mission, on=clock.today())
    return standing, get_object_or_404(Intervention.objects.select_related("mission"), mission=standing.mission, slug=slug)
