"""A fund by financial year: budget, committed, paid, what is on its way, and what is left. To the penny."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Sum

from funding.models import AwardYear, Fund, FundYear
from missions.core.periods import FinancialYear

NOTHING = Decimal(0)
# Awards on which nobody has decided yet: they count in the forecast, not in what is committed.
ON_THEIR_WAY = ("draft", "submitted")


@dataclass(frozen=True)
class YearLine:
    """One financial year of a fund, or of all its years together (`year` is None)."""

    year: FinancialYear | None
    budget: Decimal | None = None
    is_published: bool = False
    committed: Decimal = NOTHING
    paid: Decimal = NOTHING
    on_their_way: Decimal = NOTHING

    @property
    def forecast(self) -> Decimal:
        """What is committed, and the awards that are drafted and submitted if all of them are approved."""
        return self.committed + self.on_their_way

    @property
    def headroom(self) -> Decimal | None:
        """What can still be approved; None without a published budget."""
        return self.budget - self.committed if self.budget is not None and self.is_published else None

    @property
    def is_over(self) -> bool:
        """Whether the forecast doesn’t fit into the budget."""
        return self.forecast > (self.budget or NOTHING if self.is_published else NOTHING)


def lines_of(funds: Iterable[Fund]) -> dict[int, list[YearLine]]:
    """The years of each fund in their order. Two queries, however many funds."""
    ids = [fund.pk for fund in funds]
    found: dict[int, dict[int, YearLine]] = {pk: {} for pk in ids}
    for row in FundYear.objects.filter(fund__in=ids):
        found[row.fund_id][row.start_year] = YearLine(row.year, row.budget, row.published_on is not None, row.committed, row.paid)
    planned = AwardYear.objects.filter(award__fund__in=ids, award__status__in=ON_THEIR_WAY).order_by()
    for fund, start_year, amount in planned.values_list("award__fund", "start_year").annotate(total=Sum("amount")):
        line = found[fund].get(start_year, YearLine(FinancialYear(start_year)))
        found[fund][start_year] = replace(line, on_their_way=amount)
    return {pk: [years[start] for start in sorted(years)] for pk, years in found.items()}


def added_up(lines: Iterable[YearLine]) -> YearLine:
    """All years together; the budget counts only where it is published."""
    lines = list(lines)
    budgets = [line.budget for line in lines if line.budget is not None and line.is_published]
    return YearLine(
        None,
        sum(budgets, NOTHING) if budgets else None,
        bool(budgets),
        sum((line.committed for line in lines), NOTHING),
        sum((line.paid for line in lines), NOTHING),
        sum((line.on_their_way for line in lines), NOTHING),
    )
