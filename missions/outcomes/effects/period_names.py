"""Names of periods as numbers that stand as far apart as the periods do: 2023-24, 2023Q1, 2023-04, 2023-04-01 or plain integers."""

import datetime as dt
import itertools
import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from missions.core.period_cells import financial_quarter, financial_year, month
from missions.core.reading import Unreadable, day

INTEGER = re.compile(r"(-?\d{1,9})(?:\.0+)?")
CALENDAR_QUARTER = re.compile(r"(\d{4})[ -]?[Qq]([1-4])")
EXAMPLES = "2023-24, 2023Q1, 2023/24 Q1, 2023-04, 2023-04-01 or whole numbers"


class Unknown(ValueError):
    """These names are no periods that we know; the message says what to type."""


def _integer(name: str) -> int:
    found = INTEGER.fullmatch(name)
    if not found:
        raise Unreadable("not a whole number")
    return int(found[1])


def _year_and_month(name: str) -> int:
    """202304 as a month, so that 202401 follows 202312."""
    year, number = divmod(_integer(name), 100)
    if not (1900 <= year <= 2100 and 1 <= number <= 12):
        raise Unreadable("not a year and a month")
    return year * 12 + number - 1


def _quarter(name: str) -> int:
    found = CALENDAR_QUARTER.fullmatch(name)
    if not found:
        raise Unreadable("not a quarter")
    return int(found[1]) * 4 + int(found[2]) - 1


def _months(read: Callable[[str], dt.date]) -> Callable[[str], int]:
    def index(name: str) -> int:
        start = read(name)
        return start.year * 12 + start.month - 1

    return index


def _first_of_month(name: str) -> int:
    found = day(name)
    if found is None or found.day != 1:
        raise Unreadable("not the first day of a month")
    return found.year * 12 + found.month - 1


def _day(name: str) -> int:
    found = day(name)
    if found is None:
        raise Unreadable("not a day")
    return found.toordinal()


# The first that reads every name is the right one: “2011-12” is a financial year unless its neighbours are months.
KINDS: tuple[tuple[Callable[[str], int], bool], ...] = (
    (_year_and_month, True),
    (_integer, True),
    (_quarter, True),
    (_months(financial_quarter), True),
    (_months(financial_year), True),
    (_months(month), True),
    (_first_of_month, True),
    (_day, False),
)


@dataclass(frozen=True)
class Calendar:
    """The periods of a panel in their order, each with its name and its place; a period that nobody measured leaves its place empty.

    `step` is how far apart they stand; None for days, which are simply numbered.
    """

    names: tuple[str, ...]
    places: tuple[int, ...]
    values: tuple[int, ...]
    read: Callable[[str], int]
    step: int | None

    def place(self, name: str) -> int:
        """Where a period stands, measured or not. One that lies between two is the next. Raises `Unreadable`."""
        found = self.read(name.strip())
        if self.step is None:
            return bisect_left(self.values, found) - (1 if found < self.values[0] else 0)
        return -(-(found - self.values[0]) // self.step)


def calendar_of(names: Iterable[str]) -> Calendar:
    """The calendar of these names. Raises `Unknown` where they aren't all of one kind."""
    distinct = sorted({name.strip() for name in names})
    for read, evenly in KINDS:
        try:
            found: dict[int, str] = {}
            for name in distinct:
                found.setdefault(read(name), name)
        except Unreadable:
            continue
        return _calendar(found, read, evenly=evenly)
    raise Unknown(f"The periods are not all written in one way that we know. Write them all alike, for example {EXAMPLES}.")


def _calendar(found: dict[int, str], read: Callable[[str], int], *, evenly: bool) -> Calendar:
    values = tuple(sorted(found))
    names = tuple(found[value] for value in values)
    if not evenly:
        return Calendar(names, tuple(range(len(values))), values, read, None)
    step = math.gcd(*(later - earlier for earlier, later in itertools.pairwise(values))) or 1
    return Calendar(names, tuple((value - values[0]) // step for value in values), values, read, step)
