"""Filters and tags that every template has."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.http import HttpRequest

from missions.core import formats

register = template.Library()

register.filter("pounds", formats.pounds)
register.filter("short_pounds", formats.short_pounds)
register.filter("thousands", formats.thousands)
register.filter("day", formats.day)
register.filter("moment", formats.moment)

# Colours of tags by status; the words carry the meaning, colour only helps.
COLOURS = {
    "grey": {
        "draft", "idea", "paused", "stopped", "not-started", "proposed", "withdrawn", "cancelled", "not-pursued", "planned", "recorded",
    },
    "yellow": {
        "asking", "reported", "submitted", "asked", "deciding", "more-asked", "waiting", "aware", "amber", "returned", "mixed", "closing",
    },
    "green": {
        "done", "active", "resolved", "live", "embedded", "signed-off", "responded", "decided", "taken", "completed", "green", "accepted",
        "met", "paid", "passed",
    },
    "red": {"rejected", "declined", "recovered", "red", "failed"},
}  # fmt: skip


@register.filter
def tag_colour(status: str) -> str:
    """The modifier class of a tag for a status."""
    colour = next((colour for colour, statuses in COLOURS.items() if status in statuses), "blue")
    return f"govuk-tag--{colour}"


@register.filter
def share(part: float | Decimal | None, whole: float | None) -> str:
    """“39%” of a whole."""
    return formats.percent(part, whole)


@register.filter
def days_since(since: dt.date, on: dt.date) -> str:
    """“12 days”."""
    return formats.days_between(since, on)


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """A value of a mapping by a key that is a variable."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def here_with(context: dict[str, Any], **changes: Any) -> str:
    """This page's address with some of its query changed; an empty value takes a parameter away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: dict[str, Any], page: "Page[Any]", name: str = "page") -> dict[str, Any]:
    """Links to the pages of a list, which keep its filters; `name` is the parameter where a page holds two lists."""
    request: HttpRequest = context["request"]
    query = [(key, value) for key in request.GET for value in request.GET.getlist(key) if key != name]
    base = f"{request.path}?{urlencode(query)}{'&' if query else ''}{name}="
    return {"page": page, "base": base, "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)}
