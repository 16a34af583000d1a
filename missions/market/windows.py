"""When councils can switch: contracts by the quarter in which their last day lies. Quarters of calendar and financial years are the same."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from missions.core.periods import Frequency, Period, add_months
from missions.market.picture import Picture, Place, System

QUARTERS = 12
Holding = tuple[Place, System]


@dataclass(frozen=True)
class Window:
    """Systems whose contracts end together. A council with two of them counts once."""

    label: str
    holdings: tuple[Holding, ...]
    short: str = ""

    @property
    def councils(self) -> int:
        """How many councils can switch."""
        return len({place.council.pk for place, _ in self.holdings})


@dataclass(frozen=True)
class Windows:
    """The next quarters, what comes after them, and what can’t be placed in any."""

    quarters: tuple[Window, ...]
    later: Window
    ended: Window
    not_known: Window
    without_system: int
    exist: int

    @property
    def in_reach(self) -> int:
        """Councils that can switch in one of the quarters, each once."""
        return len({place.council.pk for window in self.quarters for place, _ in window.holdings})


def windows(picture: Picture) -> Windows:
    """Every known system of a picture in one window. A contract that is over and not known to be renewed stands apart."""
    periods = _quarters(picture.as_at)
    found: dict[str, list[Holding]] = {}
    for holding in picture.systems:
        found.setdefault(_place_in(holding[1].deployment.contract_last_day, picture.as_at, periods), []).append(holding)

    def window(label: str, key: str = "", short: str = "") -> Window:
        holdings = sorted(found.get(key or label, []), key=lambda item: (item[0].council.name, item[1].supplier))
        return Window(label, tuple(holdings), short)

    return Windows(
        quarters=tuple(window(quarter_label(period), short=short_label(period)) for period in periods),
        later=window("Later than that", "later"),
        ended=window("Ended, not known to be renewed", "ended"),
        not_known=window("End date not known", "not known"),
        without_system=sum(not place.systems for place in picture.places),
        exist=len(picture.places),
    )


def quarter_label(period: Period) -> str:
    """“January to March 2027”."""
    return f"{period.starts_on:%B} to {add_months(period.starts_on, 2):%B %Y}"


def short_label(period: Period) -> str:
    """“Jan–Mar 2027”, for a chart."""
    return f"{period.starts_on:%b}–{add_months(period.starts_on, 2):%b %Y}"


def _quarters(day: dt.date) -> list[Period]:
    """The quarter that holds the day, and those that follow."""
    found = [Period.holding(day, Frequency.QUARTER)]
    while len(found) < QUARTERS:
        found.append(found[-1].next())
    return found


def _place_in(last_day: dt.date | None, day: dt.date, periods: Sequence[Period]) -> str:
    if last_day is None:
        return "not known"
    if last_day < day:
        return "ended"
    return next((quarter_label(period) for period in periods if period.starts_on <= last_day < period.ends_on), "later")
