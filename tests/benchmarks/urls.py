"""The product's addresses and the floor: what a signed-in page costs at the very least."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from missions.stewardship.models import Mission

FLOOR = "/benchmark-floor/"


def floor(request: HttpRequest) -> HttpResponse:
    """Reads the session's user and makes one query, behind the same middleware as every page."""
    return HttpResponse(f"{request.user.pk} {Mission.objects.count()}")


urlpatterns = [path(FLOOR[1:], floor), path("", include("config.urls"))]
handler400 = "config.pages.bad_request"
handler403 = "config.pages.forbidden"
handler404 = "config.pages.not_found"
handler500 = "config.pages.server_error"
