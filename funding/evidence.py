"""What a frozen bundle takes from here: money awarded, in all, by fund and by iteration."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from funding.models import Award
from missions.core.registries import EvidenceSource


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """One query. Amounts are strings with two decimals: JSON’s own numbers would lose pence. A joint award is one amount."""
    given = Award.objects.given().filter(fund__mission=mission_id, awarded_on__lte=as_at)
    shared = Exists(Award.partners.through._default_manager.filter(award=OuterRef("pk")))
    groups = given.order_by().values("fund", "fund__name", "iteration", "iteration__name")
    found = groups.annotate(count=Count("pk"), total=Sum("amount"), joint=Count("pk", filter=Q(shared)))
    rows = list(found.order_by("fund__started_on", "fund__name", "fund", "iteration__starts_on", "iteration"))
    return {
        "count": sum(row["count"] for row in rows),
        "total": _pounds(sum((row["total"] for row in rows), Decimal(0))),
        "joint": sum(row["joint"] for row in rows),
        "by_fund": _added_up(rows, "fund"),
        "by_iteration": _added_up([row for row in rows if row["iteration"]], "iteration"),
        "caveats": ["Money awarded, not money spent. A joint award is counted once."],
    }


def _added_up(rows: list[Any], by: str) -> list[dict[str, Any]]:
    """One row for each fund or iteration, in the order in which they come."""
    added: dict[int, dict[str, Any]] = {}
    for row in rows:
        group = added.setdefault(row[by], {"id": row[by], "name": row[f"{by}__name"], "count": 0, "total": Decimal(0)})
        group["count"] += row["count"]
        group["total"] += row["total"]
    return [{**group, "total": _pounds(group["total"])} for group in added.values()]


def _pounds(amount: Decimal) -> str:
    return f"{amount:.2f}"


SOURCE = EvidenceSource("Money awarded", collect)
