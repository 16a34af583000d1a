"""The curve of a case: what has been spent and what came back, year by year."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from missions.core import formats
from missions.core.figures import Figure, line_chart
from missions.core.money import to_pence
from missions.outcomes.appraisal import Appraisal
from missions.outcomes.benefits import Case, Moving, Realised

# A discounted forecast of millions isn't known to the penny, and pretending so makes it hard to read.
PENCE_BELOW = 10_000


def money(amount: Decimal) -> str:
    """To the pound; small amounts to the penny."""
    exact = to_pence(amount)
    return formats.pounds(exact if abs(exact) < PENCE_BELOW else exact.quantize(Decimal(1), ROUND_HALF_UP))


def curve(case: Case) -> Figure:
    """Running totals, discounted: forecast with and without optimism bias, and what came out so far."""
    points: list[tuple[str, str, float | None]] = []
    series = (
        ("Forecast, with optimism bias", case.with_bias.years),
        ("Forecast, without", case.without_bias.years),
        ("What came out so far", case.actual.years if case.last_actual is not None else ()),
    )
    for name, years in series:
        points += [(case.year_name(year.year), name, float(to_pence(year.cumulative_discounted))) for year in years]
    actual = {year.year: year for year in case.actual.years} if case.last_actual is not None else {}
    with_bias = {year.year: year for year in case.with_bias.years}
    rows = tuple(
        (
            case.year_name(year.year),
            f"{year.factor:.4f}",
            money(with_bias[year.year].cumulative_discounted) if year.year in with_bias else "–",
            money(year.cumulative_discounted),
            money(actual[year.year].cumulative_discounted) if year.year in actual else "Not known yet",
        )
        for year in case.without_bias.years
    )
    return Figure(
        title="What has been spent and what comes back",
        summary=sentence(case),
        headers=("Year", "Discount factor", "Forecast, with optimism bias", "Forecast, without", "What came out so far"),
        rows=rows,
        spec=_in_short(line_chart(points, x_title="", y_title="Running total, £ (M: million)", temporal=False)),
    )


def _in_short(spec: dict[str, Any]) -> dict[str, Any]:
    """Amounts of the axis as “−10M”: long ones would be cut off."""
    spec["encoding"]["y"]["axis"] = {"format": "~s"}
    return spec


def sentence(case: Case) -> str:
    """The lowest point, the break-even, and how far it has come."""
    found = case.with_bias
    parts = []
    if found.trough:
        lowest = money(-found.trough.cumulative_discounted)
        parts.append(f"At its lowest, in {case.year_name(found.trough.year)}, {lowest} more has been spent than came back.")
    else:
        parts.append("In no year has more been spent than came back.")
    if found.break_even_discounted is None:
        parts.append("It does not break even within these years.")
    elif found.trough:
        parts.append(f"It breaks even in {case.year_name(found.break_even_discounted)}, discounted and with optimism bias.")
    if case.realised_so_far is not None and case.forecast_by_then is not None and case.last_actual is not None:
        parts.append(
            f"By {case.year_name(case.last_actual)} the balance was {money(case.realised_so_far)}; the forecast said "
            f"{money(case.forecast_by_then)}."
        )
    return " ".join(parts)


def results(case: Case) -> list[tuple[str, str, str]]:
    """The result in words: (what, with optimism bias, without)."""

    def lowest(found: Appraisal) -> str:
        if found.trough is None:
            return "Never below zero"
        return f"{money(found.trough.cumulative_discounted)} in {case.year_name(found.trough.year)}"

    both = case.with_bias, case.without_bias
    rows = (
        ("Net present social value", [money(found.npv) for found in both]),
        ("Benefit-cost ratio", ["No costs" if found.bcr is None else f"{found.bcr:.2f}" for found in both]),
        ("Breaks even, discounted", [case.year_in_words(found.break_even_discounted) for found in both]),
        ("Breaks even, not discounted", [case.year_in_words(found.break_even_undiscounted) for found in both]),
        ("Lowest point, discounted", [lowest(found) for found in both]),
    )
    return [(label, first, second) for label, (first, second) in rows]


def moving_row(item: Moving) -> tuple[object, str, str, str]:
    """A line with what it does to the net present value."""
    change = item.to_zero_percent
    percent = "–" if change is None else f"{change.quantize(Decimal(1), ROUND_HALF_UP):+,}%".replace("-", "−")
    return item.line, money(item.low), money(item.high), percent


def realised_row(item: Realised, *, has_actual: bool) -> tuple[str, str, str, str, str]:
    """A category in words; what isn't known is not zero."""
    actual = "Not known" if item.actual is None else money(item.actual)
    return item.label, money(item.present), money(item.forecast), money(item.due) if has_actual else "–", actual
