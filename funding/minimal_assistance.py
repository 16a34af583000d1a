"""The rule on minimal financial assistance, from plain values: which days count, what has been given, what is left.

Subsidy Control Act 2022, section 36: the elapsed part of the current financial year and the two before it. No database here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from missions.core.formats import pounds
from missions.core.periods import FinancialYear, add_months

YEARS_BEFORE = 2


@dataclass(frozen=True)
class Given:
    """Assistance that was given to one member of an economic actor: who gave it, on which day, how much."""

    given_on: dt.date
    amount: Decimal
    by: str
    organisation_id: int = 0
    award_id: int | None = None
    is_declared: bool = False


def window_starts_on(decided_on: dt.date) -> dt.date:
    """The first day that counts: 1 April two financial years before the one of the decision."""
    return FinancialYear(FinancialYear.of(decided_on).start_year - YEARS_BEFORE).starts_on


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where it is shorter: three months after 30 November is 28 February."""
    first = add_months(day, months)
    last = add_months(first, 1) - dt.timedelta(days=1)
    return min(first + dt.timedelta(days=day.day - 1), last)


@dataclass(frozen=True)
class Position:
    """How an economic actor stands against the limit on the day of a decision."""

    limit: Decimal
    decided_on: dt.date
    counted: tuple[Given, ...]

    @classmethod
    def of(cls, given: Iterable[Given], *, limit: Decimal, decided_on: dt.date) -> "Position":
        """Only what was given on the days that count; the day of the decision counts."""
        first = window_starts_on(decided_on)
        counted = sorted((item for item in given if first <= item.given_on <= decided_on), key=lambda item: item.given_on)
        return cls(limit, decided_on, tuple(counted))

    @property
    def starts_on(self) -> dt.date:
        """The first day that counts."""
        return window_starts_on(self.decided_on)

    @property
    def total(self) -> Decimal:
        """What has been given so far."""
        return sum((item.amount for item in self.counted), Decimal(0))

    @property
    def left(self) -> Decimal:
        """What may still be given; never below nothing."""
        return max(self.limit - self.total, Decimal(0))

    @property
    def is_over(self) -> bool:
        """Whether more than the limit has been given already."""
        return self.total > self.limit

    def why_not(self, amount: Decimal, what: str = "this award") -> str | None:
        """None when the amount fits: exactly at the limit it does, a penny more it doesn’t."""
        if self.total + amount <= self.limit:
            return None
        return (
            f"Minimal financial assistance to one enterprise, its group together, is limited to {pounds(self.limit)} from "
            f"1 April {self.starts_on.year}. {pounds(self.total)} has been given, so {pounds(self.left)} is left, "
            f"and {what} is {pounds(amount)}. Give less, or record the other route by which it is lawful."
        )
