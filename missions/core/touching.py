"""What councils have behind one key, for the preview of a reorganisation: two queries, whatever there is."""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, Sum

from missions.core.registries import Touched, TouchedRow

MOST_ROWS = 20
M = TypeVar("M", bound=models.Model)


def touched(
    rows: models.QuerySet[M],
    *,
    organisation: str,
    mission: str = "",
    missions: Sequence[int] | None,
    money: str = "",
    describe: Callable[[M], TouchedRow] | None = None,
) -> Touched:
    """Counts (and sums) per council and the first rows; the names are lookups from a row to its council, mission and amount."""
    if mission and missions is not None:
        rows = rows.filter(**{f"{mission}__in": missions})
    fields = [organisation, *([mission] if mission else [])]
    sums: dict[str, Any] = {"found_sum": Sum(money)} if money else {}
    counts: Counter[int] = Counter()
    amounts: dict[int, Decimal] = {}
    mission_ids = set()
    for line in rows.order_by().values(*fields).annotate(found=Count("pk", distinct=not money), **sums):
        counts[line[organisation]] += line["found"]
        if mission:
            mission_ids.add(line[mission])
        if money:
            amounts[line[organisation]] = amounts.get(line[organisation], Decimal(0)) + (line["found_sum"] or Decimal(0))
    shown = [describe(row) for row in rows[:MOST_ROWS]] if describe is not None else []
    return Touched(counts=dict(counts), money=amounts, rows=shown, mission_ids=frozenset(mission_ids))
