"""How a cell names a period: the ways in which councils and published tables write months, quarters and years."""

import datetime as dt
import re
from collections.abc import Callable

from missions.core.periods import Frequency, Period
from missions.core.reading import Unreadable, day

EXAMPLES = {
    Frequency.MONTH: "a month, for example 2024-03 or March 2024",
    Frequency.QUARTER: "a financial quarter, for example 2022/23 Q3",
    Frequency.FINANCIAL_YEAR: "a financial year, for example 2018-19",
    Frequency.YEAR: "a calendar year, for example 2024",
    Frequency.DATED: "the day of the report, for example 2024-03-31",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

QUARTER = re.compile(r"(\d{4})[-/](?:\d{2})?(\d{2}) ?Q([1-4])", re.IGNORECASE)
FINANCIAL_YEAR = re.compile(r"(\d{4})[-/–](?:\d{2})?(\d{2})")
YEAR = re.compile(r"(\d{4})(?:\.0)?")
YEAR_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
MONTH_YEAR = re.compile(r"([A-Za-z]{3,9})[ -](\d{4})")


def financial_quarter(cell: str) -> dt.date:
    """The first day of “2022/23 Q3”: 1 October 2022."""
    found = QUARTER.fullmatch(cell.strip())
    if not found or not _follows(found[1], found[2]):
        raise Unreadable(f"Type {EXAMPLES[Frequency.QUARTER]}.")
    year, quarter = int(found[1]), int(found[3])
    return dt.date(year + quarter // 4, (3 * quarter) % 12 + 1, 1)


def financial_year(cell: str) -> dt.date:
    """The first day of “2018-19”: 1 April 2018."""
    found = FINANCIAL_YEAR.fullmatch(cell.strip())
    if not found or not _follows(found[1], found[2]):
        raise Unreadable(f"Type {EXAMPLES[Frequency.FINANCIAL_YEAR]}.")
    return dt.date(int(found[1]), 4, 1)


def month(cell: str) -> dt.date:
    """The first day of “2024-03” or “March 2024”."""
    found, named = YEAR_MONTH.fullmatch(cell.strip()), MONTH_YEAR.fullmatch(cell.strip())
    number = int(found[2]) if found else _month_named(named[1]) if named else 0
    if not 1 <= number <= 12:
        raise Unreadable(f"Type {EXAMPLES[Frequency.MONTH]}.")
    return dt.date(int(found[1] if found else named[2] if named else 0), number, 1)


def year(cell: str) -> dt.date:
    """1 January of “2024”."""
    found = YEAR.fullmatch(cell.strip())
    if not found or found[1] == "0000":
        raise Unreadable(f"Type {EXAMPLES[Frequency.YEAR]}.")
    return dt.date(int(found[1]), 1, 1)


def report_day(cell: str) -> dt.date:
    """The day itself."""
    found = day(cell)
    if found is None:
        raise Unreadable(f"Type {EXAMPLES[Frequency.DATED]}.")
    return found


NAMED = {
    Frequency.MONTH: month,
    Frequency.QUARTER: financial_quarter,
    Frequency.FINANCIAL_YEAR: financial_year,
    Frequency.YEAR: year,
    Frequency.DATED: report_day,
}


def period_start(frequency: Frequency) -> Callable[[str], dt.date]:
    """Reads the name of a period of one frequency, or the day on which one begins; any other period is refused."""
    named = NAMED[frequency]

    def read(cell: str) -> dt.date:
        try:
            return named(cell)
        except Unreadable:
            return _first_day(cell, frequency)

    return read


def _first_day(cell: str, frequency: Frequency) -> dt.date:
    try:
        start = day(cell)
    except Unreadable:
        start = None
    if start is None:
        raise Unreadable(f"Type {EXAMPLES[frequency]}.")
    if Period.holding(start, frequency).starts_on != start:
        raise Unreadable(f"No period of this indicator begins on that day. Type {EXAMPLES[frequency]}.")
    return start


def _follows(first: str, second: str) -> bool:
    """Whether “19” follows “2018”."""
    return (int(first) + 1) % 100 == int(second)


def _month_named(word: str) -> int:
    short = word[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0
