"""Pages that say what the product does with people's things, and pages for when something went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the law asks for."""
    return render(request, "pages/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people and why."""
    return render(request, "pages/privacy.html")


def cookies(request: HttpRequest) -> HttpResponse:
    """The cookies: only those without which signing in doesn't work."""
    return render(request, "pages/cookies.html")


def retention(request: HttpRequest) -> HttpResponse:
    """How long things are kept."""
    return render(request, "pages/retention.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that can't be read."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 without a sentence of our own: a form whose security code ran out, or a right that is missing."""
    return render(request, "errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere."""
    sentence = "This form was open for too long, or your browser blocks cookies. Go back, reload the page and send it again."
    return render(request, "errors/403.html", {"sentence": sentence}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs neither the database nor the session."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)
