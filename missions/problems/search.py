"""Pain points in the search."""

from collections.abc import Iterable

from django.db.models import Model

from missions.core.registries import Hit, SearchSource
from missions.core.searching import best
from missions.problems.models import PainPoint
from missions.stewardship.search import visible_missions


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """By title, description and reference. What people said is not searched: its readers differ."""
    rows = PainPoint.objects.filter(mission__in=visible_missions(user)).select_related("mission")
    found = best(rows, query, limit, title="title", text=("description", "area"), code="reference")
    return [Hit(row.title, row.get_absolute_url(), f"Pain point {row.reference}", row.mission.name, rank) for row, rank in found]


SOURCE = SearchSource("Pain points", find)
