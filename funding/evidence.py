"""What a frozen bundle takes from here: money awarded, in all, by fund and by iteration."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from funding.models import Award, LedgerEntry
from missions.core import clock
from missions.core.registries import EvidenceSource

# What an entry of the ledger must be to count as money that left.
SPENT = ("pay", "recover")
SUMS = ("count", "total", "recorded", "paid")


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """One query. Amounts are strings with two decimals: JSON’s own numbers would lose pence. A joint award is one amount."""
    given = Award.objects.given().filter(fund__mission=mission_id, awarded_on__lte=as_at)
    shared = Exists(Award.partners.through._default_manager.filter(award=OuterRef("pk")))
    groups = given.order_by().values("fund", "fund__name", "iteration", "iteration__name")
    spent = LedgerEntry.objects.filter(award=OuterRef("pk"), kind__in=SPENT, made_at__lt=min(_end(as_at), known_at)).order_by()
    found = groups.annotate(
        count=Count("pk"),
        total=Sum("amount"),
        joint=Count("pk", filter=Q(shared)),
        recorded=Count("pk", filter=Q(status="recorded")),
        paid=Sum(Coalesce(Subquery(spent.values("award").annotate(sum=Sum("amount")).values("sum")), Decimal(0))),
    )
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
        group = added.setdefault(row[by], {"id": row[by], "name": row[f"{by}__name"], **dict.fromkeys(SUMS, 0)})
        for name in SUMS:
            group[name] += row[name]
    return [{**group, "total": _pounds(group["total"]), "paid": _pounds(group["paid"])} for group in added.values()]


def _end(day: dt.date) -> dt.datetime:
    return clock.start_of(day + dt.timedelta(days=1))


def _pounds(amount: Decimal) -> str:
    return f"{amount:.2f}"


SOURCE = EvidenceSource("Money awarded", collect)
