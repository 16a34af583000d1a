"""Temporary while areas are built side by side: delete me."""

from typing import Any

from django.http import HttpRequest, HttpResponse


def soon(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Not built."""
    return HttpResponse("not built", status=501)
