"""The pages on which administrators import a register."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from missions.core import import_pages
from missions.register.import_kind import REGISTER


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a file."""
    return import_pages.send_page(request, REGISTER, template="register/import.html", job_url="register:import_job")


@login_required
@require_http_methods(["GET", "POST"])
def job(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """One import."""
    return import_pages.job_page(request, REGISTER, job, send_url="register:import")
