"""Middleware: a refusal becomes a page that says why, in the refusal's own sentence; what can't be stored never gets in."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from missions.core.refusals import NotAllowed, Refusal

Answer = Callable[[HttpRequest], HttpResponse]
NUL = "\x00"


class WithoutNul:
    """Takes NUL characters, which PostgreSQL can't hold, out of addresses and cookies; forms refuse them by themselves."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before anything reads the address; nothing lives at a path with one."""
        if NUL in request.path_info:
            raise Http404("No such page.")
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)


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
