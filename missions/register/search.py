"""Councils and other organisations in the search."""

from collections.abc import Iterable

from django.db.models import Model

from missions.core.registries import Hit, SearchSource
from missions.core.searching import best
from missions.register.models import Organisation


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """By name and code, those that no longer exist included. The register is public."""
    found = best(Organisation.objects.all(), query, limit, title="name", text=("official_name",), code="code")
    return [Hit(row.name, row.get_absolute_url(), _kind(row), _where(row), rank) for row, rank in found]


def _kind(row: Organisation) -> str:
    return row.get_council_type_display() if row.is_council else row.get_kind_display()


def _where(row: Organisation) -> str:
    place = ", ".join(filter(None, (row.region, row.nation)))
    return f"{place}. Ended on {row.ends_on.day} {row.ends_on:%B %Y}" if row.ends_on else place


SOURCE = SearchSource("Councils and other organisations", find)
