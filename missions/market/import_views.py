"""The pages on which the mission team imports lists of systems and contracts."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from missions.core import clock, import_pages
from missions.core.import_jobs import find
from missions.market.import_kind import for_mission
from missions.people.access import signed_in
from missions.stewardship.access import stand


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, mission: str) -> HttpResponse:
    """Send a file."""
    standing = stand(signed_in(request), mission, on=clock.today())
    return import_pages.send_page(
        request,
        for_mission(standing.mission),
        template="market/import.html",
        job_url="market:import_job",
        about={"mission": standing.mission.pk},
        within={"mission": mission},
        context={"standing": standing},
    )


@login_required
@require_http_methods(["GET", "POST"])
def job(request: HttpRequest, mission: str, job: uuid.UUID) -> HttpResponse:
    """One import."""
    user = signed_in(request)
    standing = stand(user, mission, on=clock.today())
    kind = for_mission(standing.mission)
    if find(job, kind=kind, user=user).parameters.get("mission") != standing.mission.pk:
        raise Http404("No such import.")
    return import_pages.job_page(request, kind, job, send_url="market:import", within={"mission": mission})
