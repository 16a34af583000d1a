"""Councils and other organisations in the search."""

from collections.abc import Iterable

from django.db.models import Exists, Model, OuterRef

from missions.core.registries import Hit, SearchSource
from missions.core.searching import EXACT, IN_TITLE, best
from missions.register.models import Organisation


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """By name, alternative name and any code, those that no longer exist included. The register is public."""
    found = best(Organisation.objects.all(), query, limit, title="name", text=("official_name",), code="code")
    seen = {row.pk for row, _ in found}
    found += [(row, rank) for row, rank in _by_other_names(query, limit) if row.pk not in seen]
    found.sort(key=lambda pair: -pair[1])
    return [Hit(row.name, row.get_absolute_url(), _kind(row), _where(row), rank) for row, rank in found[:limit]]


def _by_other_names(query: str, limit: int) -> list[tuple[Organisation, float]]:
    """By a code of any list, which counts as much as the code of the register, or as a part of an alternative name. One query."""
    if "\x00" in query:
        return []
    has_code = Exists(Organisation.objects.going_by(query).order_by().filter(pk=OuterRef("pk")))
    rows = Organisation.objects.matching(query).annotate(has_code=has_code).order_by("-has_code", "name", "pk")[:limit]
    return [(row, EXACT if row.has_code else IN_TITLE / 2) for row in rows]  # type: ignore[attr-defined]


def _kind(row: Organisation) -> str:
    return row.get_council_type_display() if row.is_council else row.get_kind_display()


def _where(row: Organisation) -> str:
    place = ", ".join(filter(None, (row.region, row.nation)))
    return f"{place}. Ended on {row.ends_on.day} {row.ends_on:%B %Y}" if row.ends_on else place


SOURCE = SearchSource("Councils and other organisations", find)
