"""How many councils will have adopted in a year if the last two years go on; plain values in, no database.

Each quarter ahead takes the pace of a past quarter drawn at random, itself only known within its chance (a Beta distribution), and
councils move by lot at that pace. What 2,000 such futures say is the interval. Where the past is too thin there is no forecast.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from missions.adoption.derivation import Point
from missions.core.periods import add_months

QUARTERS, AHEAD, DRAWS, SEED = 8, 4, 2000, 20240401
FEWEST_MOVES, FEWEST_QUARTERS = 10, 4
LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95


@dataclass(frozen=True)
class Forecast:
    """Councils that will have adopted on a day: the middle, and the ends of the 90% interval."""

    starts_on: dt.date
    day: dt.date
    adopted: int
    councils: int
    low: int
    middle: int
    high: int


@dataclass(frozen=True)
class Told:
    """A forecast, or why there is none; and what the same method would have said a year before, beside what came."""

    forecast: Forecast | None
    why_not: str = ""
    earlier: Forecast | None = None

    @property
    def earlier_held(self) -> bool:
        """Whether today's figure lies in the earlier interval."""
        return bool(self.earlier and self.forecast and self.earlier.low <= self.forecast.adopted <= self.earlier.high)


def foretell(curve: Sequence[Point]) -> Told:
    """From the curve's ends of months."""
    ends = [point for point in curve if _is_month_end(point.day)]
    why_not = thin(ends)
    if why_not:
        return Told(None, why_not)
    year_before = ends[:-12]
    return Told(_forecast(ends), earlier=None if thin(year_before) else _forecast(year_before))


def thin(ends: Sequence[Point]) -> str:
    """Why nothing can be foretold, or nothing."""
    if len(ends) < 3 * QUARTERS + 1:
        return "Less than two years of adoption have been recorded."
    last = ends[-1]
    if last.adopted >= last.exist:
        return "Every council has adopted it already."
    moves = [max(after.adopted - before.adopted, 0) for before, after in _quarters(ends)]
    if sum(moves) < FEWEST_MOVES:
        return f"In the last two years {sum(moves)} more councils adopted it; a forecast needs at least {FEWEST_MOVES}."
    if sum(move > 0 for move in moves) < FEWEST_QUARTERS:
        return (
            f"In the last two years councils adopted it in {sum(move > 0 for move in moves)} quarters only; "
            f"a forecast needs at least {FEWEST_QUARTERS}, because one burst says nothing about a pace."
        )
    return ""


def _forecast(ends: Sequence[Point]) -> Forecast:
    import numpy as np

    last, lots = ends[-1], np.random.default_rng(SEED)
    pairs = _quarters(ends)
    joined = np.array([max(after.adopted - before.adopted, 0) for before, after in pairs])
    left = np.array([max(before.adopted - after.adopted, 0) for before, after in pairs])
    outside = np.array([max(before.exist - before.adopted, 0) for before, _ in pairs])
    inside = np.array([before.adopted for before, _ in pairs])
    adopted = np.full(DRAWS, last.adopted)
    for _ in range(AHEAD):
        like = lots.integers(0, len(pairs), DRAWS)
        joins = lots.beta(joined[like] + 0.5, np.maximum(outside - joined, 0)[like] + 0.5)
        leaves = np.where(left[like] > 0, lots.beta(left[like] + 0.5, np.maximum(inside - left, 0)[like] + 0.5), 0.0)
        come, gone = lots.binomial(last.exist - adopted, joins), lots.binomial(adopted, leaves)
        adopted = adopted + come - gone
    low, middle, high = (int(value) for value in np.quantile(adopted, (LOW, MIDDLE, HIGH), method="nearest"))
    return Forecast(
        last.day, _month_end(add_months(last.day.replace(day=1), 3 * AHEAD)), last.adopted, last.exist, low, middle, high
    )


def _quarters(ends: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The last quarters, each as its first and last end of a month."""
    marks = [ends[len(ends) - 1 - 3 * back] for back in range(QUARTERS, -1, -1)]
    return list(pairwise(marks))


def _month_end(first: dt.date) -> dt.date:
    return add_months(first, 1) - dt.timedelta(days=1)


def _is_month_end(day: dt.date) -> bool:
    return (day + dt.timedelta(days=1)).day == 1
