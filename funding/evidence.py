"""What a frozen bundle takes from here: money awarded, in all, by fund and by iteration."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from funding.models import Award
from missions.core.registries import EvidenceSource


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """Three queries. Amounts are strings with two decimals: JSON’s own numbers would lose pence. A joint award is one amount."""
    given = Award.objects.given().filter(fund__mission=mission_id, awarded_on__lte=as_at)
    totals = given.totals()
    by_iteration = given.filter(iteration__isnull=False).order_by().values("iteration", "iteration__name", "iteration__slug")
    rows = by_iteration.annotate(count=Count("pk"), total=Sum("amount")).order_by("iteration__starts_on", "iteration__name")
    return {
        "count": totals["count"],
        "total": _pounds(totals["total"]),
        "joint": totals["joint"],
        "by_fund": [
            {"name": row["fund__name"], "count": row["count"], "total": _pounds(row["total"])} for row in given.by_fund()
        ],
        "by_iteration": [
            {"id": row["iteration"], "name": row["iteration__name"], "count": row["count"], "total": _pounds(row["total"])}
            for row in rows
        ],
        "caveats": ["Money awarded, not money spent. A joint award is counted once."],
    }


def _pounds(amount: Decimal) -> str:
    return f"{amount:.2f}"


SOURCE = EvidenceSource("Money awarded", collect)
