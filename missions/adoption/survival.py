"""How long councils take from their first step to live, those still under way counted as such; plain values in, no database.

Kaplan-Meier with Greenwood's variance and a log-log confidence band, and the log-rank test, both as scipy has them.
"""

import datetime as dt
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from missions.adoption.stages import ADOPTED, Stage

FIRST_STEPS = (Stage.AWARE, Stage.COMMITTED)
CONFIDENCE = 0.95
# Fewer say too little: neither of a curve nor of a difference.
FEWEST, FEWEST_LIVE = 10, 5


@dataclass(frozen=True)
class Spell:
    """One council from its first step to live, or to the last day on which it was seen on its way."""

    council: int
    days: int
    reached: bool


@dataclass(frozen=True)
class Moment:
    """After so many days: the share that is live with the ends of its band, and how many councils were still being watched."""

    days: int
    live: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True)
class Estimate:
    """The curve, and the median in days with the ends of its interval; None where half of them aren't live within what was seen."""

    councils: int
    reached: int
    moments: tuple[Moment, ...]
    median: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Comparison:
    """One group beside all others: what both have, and how likely so large a difference is by chance alone."""

    group: str
    here: Estimate
    others: Estimate
    p_value: float


def spells(events: Mapping[int, Sequence[tuple[dt.date, str]]], until: dt.date) -> list[Spell]:
    """A spell for each council whose first step (aware or committed) was seen by a day; one that stopped was seen until then."""
    found = []
    for council, happened in events.items():
        start = next((day for day, stage in happened if stage in FIRST_STEPS and day <= until), None)
        if start is None:
            continue
        live = next((day for day, stage in happened if stage in ADOPTED and start <= day <= until), None)
        left = next((day for day, stage in happened if stage == Stage.STOPPED and start <= day <= until), until)
        found.append(Spell(council, (live - start).days, True) if live else Spell(council, (left - start).days, False))
    return found


def is_thin(found: Sequence[Spell]) -> bool:
    """Whether there are too few councils, or too few that are live."""
    return len(found) < FEWEST or sum(item.reached for item in found) < FEWEST_LIVE


def estimate(found: Sequence[Spell]) -> Estimate:
    """The curve of some spells, of which at least one reached live."""
    survival = _fitted(found)
    with warnings.catch_warnings():
        # It warns where nobody is left, which `_or` answers.
        warnings.simplefilter("ignore", RuntimeWarning)
        band = survival.confidence_interval(confidence_level=CONFIDENCE, method="log-log")
    steps = zip(survival.quantiles, survival.probabilities, band.low.probabilities, band.high.probabilities, strict=True)
    moments = tuple(
        Moment(int(days), 1 - share, _or(1 - high, 1 - share), _or(1 - low, 1 - share), sum(item.days >= days for item in found))
        for days, share, low, high in ((float(a), float(b), float(c), float(d)) for a, b, c, d in steps)
    )
    return Estimate(
        councils=len(found),
        reached=sum(item.reached for item in found),
        moments=moments,
        median=_first(moments, "live"),
        low=_first(moments, "high"),
        high=_first(moments, "low"),
    )


def compare(groups: Mapping[str, Sequence[Spell]]) -> list[Comparison]:
    """Each group that isn't thin beside all others together, if those aren't thin either.

    Several groups are several tries, so each p-value is multiplied by their number (Bonferroni).
    """
    from scipy.stats import logrank

    found = []
    for name, here in groups.items():
        others = [item for other, items in groups.items() if other != name for item in items]
        if not is_thin(here) and not is_thin(others):
            found.append((name, here, others, float(logrank(_censored(here), _censored(others)).pvalue)))
    return [Comparison(name, estimate(a), estimate(b), min(1.0, p * len(found))) for name, a, b, p in found]


def median_days_to_live(events: Mapping[int, Sequence[tuple[dt.date, str]]], until: dt.date) -> int | None:
    """None where nobody's first step was seen, or where half of them aren't live yet."""
    found = spells(events, until)
    return estimate(found).median if any(item.reached for item in found) else None


def at(found: Estimate, days: int) -> Moment:
    """What the curve says after so many days; nothing changes between its moments."""
    before = [item for item in found.moments if item.days <= days]
    return before[-1] if before else Moment(0, 0.0, 0.0, 0.0, found.councils)


def _fitted(found: Sequence[Spell]) -> Any:
    from scipy.stats import ecdf

    return ecdf(_censored(found)).sf


def _censored(found: Sequence[Spell]) -> Any:
    from scipy.stats import CensoredData

    return CensoredData(
        uncensored=[item.days for item in found if item.reached], right=[item.days for item in found if not item.reached]
    )


def _first(moments: Sequence[Moment], name: str) -> int | None:
    return next((item.days for item in moments if getattr(item, name) >= 0.5 - 1e-9), None)


def _or(value: float, instead: float) -> float:
    """The band has no width where everybody or nobody is left; there the library says “not a number”."""
    return instead if value != value else value
