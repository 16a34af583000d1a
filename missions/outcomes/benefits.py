"""The case for a mission: its lines of costs and benefits appraised, with and without optimism bias, and what came out so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from missions.core.periods import FinancialYear
from missions.outcomes.appraisal import Appraisal, Flow, Schedule, appraise
from missions.outcomes.models import BenefitAmount, BenefitLine

Nature = BenefitAmount.Nature
# How far each line is moved to see what it does to the whole.
SWING = Decimal("0.2")
MOST_MOVING = 5
ZERO = Decimal(0)


@dataclass(frozen=True)
class Moving:
    """What one line does to the net present value when it turns out a fifth higher or lower, and what would bring that value to zero."""

    line: BenefitLine
    present: Decimal
    low: Decimal
    high: Decimal
    to_zero_percent: Decimal | None

    @property
    def turns(self) -> bool:
        """Whether the sign of the net present value depends on it."""
        return (self.low < 0) != (self.high < 0)


@dataclass(frozen=True)
class Realised:
    """One category of benefits, or the costs: forecast in all, forecast up to the last year with actuals, and what came out."""

    label: str
    present: Decimal
    forecast: Decimal
    due: Decimal
    actual: Decimal | None


@dataclass(frozen=True)
class Case:
    """All of it; `first_year` is year 0. `valued` lines have amounts, the others are what could not be put in money."""

    first_year: int
    price_base: str
    with_bias: Appraisal
    without_bias: Appraisal
    actual: Appraisal
    last_actual: int | None
    moving: tuple[Moving, ...]
    realised: tuple[Realised, ...]

    def year_name(self, year: int) -> str:
        """“2026/27”."""
        return str(FinancialYear(self.first_year + year))

    @property
    def year_zero(self) -> str:
        """“2026/27”."""
        return self.year_name(0)

    def year_in_words(self, year: int | None) -> str:
        """“year 5 (2031/32)”."""
        return "Not within these years" if year is None else f"Year {year} ({self.year_name(year)})"

    @property
    def realised_so_far(self) -> Decimal | None:
        """The discounted sum of what came out, up to the last year with actuals."""
        return None if self.last_actual is None else self.actual.years[self.last_actual].cumulative_discounted

    @property
    def forecast_by_then(self) -> Decimal | None:
        """What the forecast said for the same years, without optimism bias."""
        return None if self.last_actual is None else self.without_bias.years[self.last_actual].cumulative_discounted


def case_of(lines: Sequence[BenefitLine], schedule: Schedule) -> Case | None:
    """The case of lines with their amounts loaded; None where none has a forecast."""
    years = [item.year for line in lines for item in line.amounts.all()]
    if not any(item.nature == Nature.FORECAST for line in lines for item in line.amounts.all()):
        return None
    first = min(years)
    actual_years = [item.year for line in lines for item in line.amounts.all() if item.nature == Nature.ACTUAL]
    with_bias = appraise(_flows(lines, first, Nature.FORECAST, with_optimism), schedule)
    actual = appraise(_flows(lines, first, Nature.ACTUAL, as_it_stands), schedule)
    last_actual = max(actual_years) - first if actual_years else None
    without_bias = appraise(_padded(_flows(lines, first, Nature.FORECAST, as_it_stands), last_actual), schedule)
    return Case(
        first_year=first,
        price_base=lines[0].price_base,
        with_bias=with_bias,
        without_bias=without_bias,
        actual=actual,
        last_actual=last_actual,
        moving=_moving(lines, first, with_bias),
        realised=tuple(_realised(lines, with_bias, first, last_actual)),
    )


def as_it_stands(line: BenefitLine, amount: Decimal) -> Decimal:
    """The amount as somebody forecast it."""
    return amount


def with_optimism(line: BenefitLine, amount: Decimal) -> Decimal:
    """Costs raised and benefits lowered by the line's own uplift."""
    share = line.optimism_percent / 100
    return amount * (1 + share if line.kind == BenefitLine.Kind.COST else 1 - share)


def _flows(
    lines: Sequence[BenefitLine], first: int, nature: str, adjust: Callable[[BenefitLine, Decimal], Decimal]
) -> list[Flow]:
    return [
        Flow(item.year - first, line.category, line.kind, adjust(line, item.amount))
        for line in lines
        for item in line.amounts.all()
        if item.nature == nature
    ]


def _padded(flows: list[Flow], last: int | None) -> list[Flow]:
    """Up to the last year with actuals at least, so that both can be compared there."""
    return flows if last is None else [*flows, Flow(last, BenefitLine.Category.SOCIETAL.value, "benefit", ZERO)]


def _moving(lines: Sequence[BenefitLine], first: int, whole: Appraisal) -> tuple[Moving, ...]:
    found = []
    for line in lines:
        present = appraise(_flows([line], first, Nature.FORECAST, with_optimism), whole.schedule).npv
        swing = abs(present) * SWING
        to_zero = -100 * whole.npv / present if present else None
        found.append(Moving(line, present, whole.npv - swing, whole.npv + swing, to_zero))
    return tuple(sorted(found, key=lambda item: -abs(item.present))[:MOST_MOVING])


def _realised(lines: Sequence[BenefitLine], whole: Appraisal, first: int, last_actual: int | None) -> list[Realised]:
    """Costs, then each category of benefits by itself: they are never added up."""
    groups = [("Costs", "cost", list(BenefitLine.Category.values))]
    groups += [(category.label, "benefit", [category.value]) for category in BenefitLine.Category]
    found = []
    for label, kind, categories in groups:
        mine = [line for line in lines if line.kind == kind and line.category in categories]
        until = None if last_actual is None else first + last_actual
        forecast = _sum(mine, Nature.FORECAST, None)
        due = ZERO if until is None else _sum(mine, Nature.FORECAST, until)
        has_actual = any(item.nature == Nature.ACTUAL for line in mine for item in line.amounts.all())
        actual = _sum(mine, Nature.ACTUAL, None) if has_actual else None
        present = sum((whole.present.get((kind, category), ZERO) for category in categories), ZERO)
        if mine:
            found.append(Realised(label, present, forecast, due, actual))
    return found


def _sum(lines: Sequence[BenefitLine], nature: str, until: int | None) -> Decimal:
    amounts = (item for line in lines for item in line.amounts.all() if item.nature == nature)
    return sum((item.amount for item in amounts if until is None or item.year <= until), ZERO)
