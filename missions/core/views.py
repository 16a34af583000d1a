"""Pages of the core: a figure that a worker drew."""

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from missions.core.figures.figure import drawing


@require_GET
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """The drawing by its key, for the page that waits for it: 204 (nothing changes) while it isn't there."""
    svg = drawing(key)
    if svg is None:
        return HttpResponse(status=204)
    return HttpResponse(mark_safe(svg), content_type="text/html; charset=utf-8")  # noqa: S308 - drawn by our own worker
