"""Outcome reports in the search."""

from collections.abc import Iterable

from django.db.models import Model, Q

from missions.core.registries import Hit, SearchSource
from missions.core.searching import best
from missions.reports.models import Report
from missions.stewardship.search import roles_of, visible_missions


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """Reports signed off, for everybody; others for the people on the mission."""
    mine = Q(mission__in=roles_of(user).values("mission"))
    rows = Report.objects.filter(Q(status="signed-off", mission__in=visible_missions(user)) | mine).defer("content")
    found = best(rows.select_related("mission"), query, limit, title="title", text=("narrative",))
    return [Hit(row.title, row.get_absolute_url(), "Report", _about(row), rank) for row, rank in found]


def _about(row: Report) -> str:
    return f"{row.mission.name}, {row.get_status_display().lower()}"


SOURCE = SearchSource("Reports", find)
