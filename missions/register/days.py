"""The day in an address: pages of the register answer as at any day, future ones included."""

import datetime as dt
from dataclasses import dataclass

EARLIEST, LATEST = dt.date(1800, 1, 1), dt.date(2099, 12, 31)
PROBLEM = "Enter a date that exists between 1800 and 2099, for example 31/12/2024."


@dataclass(frozen=True)
class AsAt:
    """The day that a page is about, what was typed, and what is wrong with that (“” if nothing is)."""

    day: dt.date
    today: dt.date
    typed: str = ""
    problem: str = ""

    @property
    def is_today(self) -> bool:
        """Whether the page is about today."""
        return self.day == self.today


def read_day(text: str, *, today: dt.date) -> AsAt:
    """From 2024-12-31 or 31/12/2024; today when nothing, or nothing that can be read, was typed."""
    typed = text.strip()
    if not typed:
        return AsAt(today, today)
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = dt.datetime.strptime(typed, form).date()  # noqa: DTZ007 - only its date is kept
        except ValueError:
            continue
        if EARLIEST <= day <= LATEST:
            return AsAt(day, today, typed)
    return AsAt(today, today, typed[:40], PROBLEM)
