"""Pain points in the search."""

from collections.abc import Iterable

from django.db.models import Model

from missions.core.registries import Hit, SearchSource
from missions.core.searching import ranked
from missions.problems.models import PainPoint
from missions.stewardship.search import visible_missions


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """By title, description and reference. What people said is not searched: its readers differ."""
    rows = PainPoint.objects.filter(mission__in=visible_missions(user)).select_related("mission")
    found = ranked(rows, query, title="title", text=("description", "area"), code="reference")[:limit]
    return [Hit(row.title, row.get_absolute_url(), f"Pain point {row.reference}", row.mission.name, row.rank) for row in found]


SOURCE = SearchSource("Pain points", find)
