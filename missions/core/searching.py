"""Full-text search that every area's `search.py` uses: words ranked by where they stand, parts of names, codes matched exactly."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import models
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Upper

M = TypeVar("M", bound=models.Model)

EXACT = 10.0
IN_TITLE = 1.0
# A rank is reckoned from the whole text of a row: of a word that stands in thousands, so many are ranked.
MOST_RANKED = 200


def best(
    rows: QuerySet[M], query: str, limit: int, *, title: str, text: Sequence[str] = (), code: str = ""
) -> list[tuple[M, float]]:
    """Rows that match with their rank, best first: a code that is the query, then the query within the title, then its words anywhere.

    Of each of the three ways to match the first `MOST_RANKED` are ranked. One query.
    """
    vector, words = _weighted(title, text), SearchQuery(query, search_type="websearch", config="english")
    in_title = Q(**{f"{title}__icontains": query})
    ways: list[Any] = [rows.annotate(vector=vector).filter(vector=words), rows.filter(in_title)]
    bonuses = [When(in_title, then=Value(IN_TITLE))]
    if code:
        is_code = Q(**{f"{code}__iexact": query})
        ways.append(rows.filter(is_code))
        bonuses.insert(0, When(is_code, then=Value(EXACT)))
    matching: Any = [way.order_by().values("pk")[:MOST_RANKED] for way in ways]
    bonus = Case(*bonuses, default=Value(0.0), output_field=FloatField())
    found = rows.filter(pk__in=matching[0].union(*matching[1:]))
    ranked: Any = found.annotate(rank=SearchRank(vector, words) + bonus)
    return [(row, row.rank) for row in ranked.order_by(F("rank").desc(), title, "pk")[:limit]]


def indexes(name: str, *, title: str, text: Sequence[str], code: str) -> tuple[models.Index, ...]:
    """Those that `best` needs so that it doesn't read a large table whole: one for each of the three ways in which it finds a row."""
    return (
        GinIndex(_weighted(title, text), name=f"{name}_words"),
        GinIndex(OpClass(Upper(title), name="gin_trgm_ops"), name=f"{name}_title_parts"),
        models.Index(Upper(code), name=f"{name}_code_any_case"),
    )


def _weighted(title: str, text: Sequence[str]) -> Any:
    vector: Any = SearchVector(title, weight="A", config="english")
    for field in text:
        vector += SearchVector(field, weight="C", config="english")
    return vector
