"""Interventions in the search."""

from collections.abc import Iterable

from django.db.models import Model

from missions.core.registries import Hit, SearchSource
from missions.core.searching import best
from missions.interventions.models import Intervention
from missions.stewardship.search import visible_missions


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """By name, summary and hypothesis."""
    rows = Intervention.objects.filter(mission__in=visible_missions(user)).select_related("mission")
    found = best(rows, query, limit, title="name", text=("summary", "hypothesis"), code="slug")
    return [Hit(row.name, row.get_absolute_url(), row.get_kind_display(), row.mission.name, rank) for row, rank in found]


SOURCE = SearchSource("Interventions", find)
