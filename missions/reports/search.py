"""Outcome reports in the search."""

from collections.abc import Iterable

from django.db.models import Model, Q

from missions.core.registries import Hit, SearchSource
from missions.core.searching import best
from missions.people.models import User
from missions.reports.access import own_portfolios
from missions.reports.models import Report
from missions.stewardship.search import roles_of, visible_missions


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """Reports signed off, for everybody; others for the people on the mission or portfolio."""
    mine = Q(mission__in=roles_of(user).values("mission"))
    if isinstance(user, User):
        mine |= own_portfolios(user)
    public = Q(mission__in=visible_missions(user)) | Q(portfolio__isnull=False)
    rows = Report.objects.filter(Q(status="signed-off") & public | mine).defer("content")
    found = best(rows.select_related("mission", "portfolio"), query, limit, title="title", text=("narrative",))
    return [Hit(row.title, row.get_absolute_url(), "Report", _about(row), rank) for row, rank in found]


def _about(row: Report) -> str:
    return f"{row.of.name}, {row.get_status_display().lower()}"


SOURCE = SearchSource("Reports", find)
