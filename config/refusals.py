"""Middleware: a refusal becomes a page that says why, in the refusal's own sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core.refusals import NotAllowed, Refusal

Answer = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """403 for who may never do it, 409 for what can't be done as things stand."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only refusals; everything else is a fault."""
        if not isinstance(exception, Refusal):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 409
        return render(request, f"errors/{status}.html", {"sentence": exception.sentence}, status=status)
