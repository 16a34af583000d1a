"""Net present value, benefit-cost ratio, break-even and trough.

Amounts are exact decimals in the prices of one year. Nothing is rounded on the way; results are rounded once, when they are shown, money
to the penny and ratios to four places, halves away from zero.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from missions.outcomes.appraisal.discounting import Schedule

ZERO = Decimal(0)
COST, BENEFIT = "cost", "benefit"


@dataclass(frozen=True)
class Flow:
    """An amount of one year: a cost or a benefit, of a category. Years count from 0."""

    year: int
    category: str
    kind: str
    amount: Decimal


@dataclass(frozen=True)
class Year:
    """One year; `cumulative` sums run from year 0 to it."""

    year: int
    factor: Decimal
    cost: Decimal
    benefit: Decimal
    cumulative: Decimal
    cumulative_discounted: Decimal

    @property
    def net(self) -> Decimal:
        """Benefits less costs."""
        return self.benefit - self.cost


@dataclass(frozen=True)
class Appraisal:
    """`present` are present values by (kind, category). Categories are never added into one “savings” figure."""

    schedule: Schedule
    years: tuple[Year, ...]
    present: dict[tuple[str, str], Decimal]

    @property
    def present_costs(self) -> Decimal:
        """Present value of all costs."""
        return self._present(COST)

    @property
    def present_benefits(self) -> Decimal:
        """Present value of all benefits to society, whoever has them: the upper part of the ratio, not a saving."""
        return self._present(BENEFIT)

    def _present(self, wanted: str) -> Decimal:
        return sum((amount for (kind, _), amount in self.present.items() if kind == wanted), ZERO)

    @property
    def npv(self) -> Decimal:
        """Net present (social) value."""
        return self.present_benefits - self.present_costs

    @property
    def bcr(self) -> Decimal | None:
        """Benefit-cost ratio; None without costs."""
        if not self.present_costs:
            return None
        return (self.present_benefits / self.present_costs).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    @property
    def break_even_discounted(self) -> int | None:
        """The year from which the discounted sum stays at or above zero."""
        return _break_even(self.years, lambda year: year.cumulative_discounted)

    @property
    def break_even_undiscounted(self) -> int | None:
        """The same without discounting."""
        return _break_even(self.years, lambda year: year.cumulative)

    @property
    def trough(self) -> Year | None:
        """The year in which most has been spent beyond what came back, discounted; None where it never is below zero."""
        lowest = min(self.years, key=lambda year: year.cumulative_discounted, default=None)
        return lowest if lowest and lowest.cumulative_discounted < 0 else None


def appraise(flows: Iterable[Flow], schedule: Schedule) -> Appraisal:
    """Everything by year, from year 0 to the last year with an amount; a year between without one is zero."""
    flows = list(flows)
    last = max((flow.year for flow in flows), default=-1)
    # Year 0 is not discounted; every later year is its predecessor's factor discounted once more.
    later = accumulate(range(1, last + 1), lambda so_far, year: so_far / (1 + schedule.rate(year)), initial=Decimal(1))
    factors = list(later) if flows else []
    present: dict[tuple[str, str], Decimal] = {}
    sums = [{COST: ZERO, BENEFIT: ZERO} for _ in factors]
    for flow in flows:
        key = flow.kind, flow.category
        present[key] = present.get(key, ZERO) + flow.amount * factors[flow.year]
        sums[flow.year][flow.kind] += flow.amount
    nets = [year[BENEFIT] - year[COST] for year in sums]
    plain = accumulate(nets)
    discounted = accumulate(net * factor for net, factor in zip(nets, factors, strict=True))
    years = tuple(
        Year(number, factor, amounts[COST], amounts[BENEFIT], *running)
        for number, (factor, amounts, running) in enumerate(zip(factors, sums, zip(plain, discounted, strict=True), strict=True))
    )
    return Appraisal(schedule, years, present)


def _break_even(years: Sequence[Year], running: Callable[[Year], Decimal]) -> int | None:
    """The year after the last one below zero; None where it ends below zero or there is nothing."""
    below = [year.year for year in years if running(year) < 0]
    first = below[-1] + 1 if below else 0
    return first if first < len(years) else None
