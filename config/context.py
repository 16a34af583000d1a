"""What every page knows: the menu of whoever is looking, and whether this is the demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from missions.people.access import person


@dataclass(frozen=True)
class Entry:
    """One item of the menu."""

    label: str
    url: str
    is_here: bool


def product(request: HttpRequest) -> dict[str, Any]:
    """The menu and the demo flag; asks the database nothing that the session's user doesn't bring."""
    user = person(request) if hasattr(request, "user") else None
    missions, councils = ("Missions", reverse("stewardship:missions")), ("Councils", reverse("register:organisations"))
    search = ("Search", reverse("search"))
    if user is None:
        entries = [missions, councils, search, ("Sign in", reverse("account_login"))]
    else:
        # Six at most: an administrator’s home links to the portfolio.
        own = ("People", reverse("people:people")) if user.is_administrator else ("Portfolio", reverse("portfolio"))
        account = ("Your account", reverse("people:account"))
        entries = [("What needs you", reverse("home")), own, missions, councils, search, account]
    return {
        "navigation": [Entry(label, url, request.path.startswith(url)) for label, url in entries],
        "is_demo": settings.DEMO,
    }
