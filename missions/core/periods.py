"""Months, quarters, calendar years and financial years as small values: a kind and a half-open span of days."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from django.db import models


class Frequency(models.TextChoices):
    """How long a period of an indicator is. Dated reports stand on a single day."""

    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    FINANCIAL_YEAR = "financial-year", "Financial year"
    YEAR = "year", "Calendar year"
    DATED = "dated", "Dated report"


MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.FINANCIAL_YEAR: 12, Frequency.YEAR: 12}


def add_months(day: dt.date, months: int) -> dt.date:
    """The first of the month that lies `months` after the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """A span of days [starts_on, ends_on) with the frequency that it belongs to."""

    starts_on: dt.date
    frequency: Frequency

    @property
    def ends_on(self) -> dt.date:
        """The first day after the period."""
        if self.frequency == Frequency.DATED:
            return self.starts_on + dt.timedelta(days=1)
        return add_months(self.starts_on, MONTHS[self.frequency])

    @property
    def label(self) -> str:
        """As people write it: “March 2024”, “2023/24 Q4” (financial quarters), “2023/24”, “2024”, “5 March 2024”."""
        start = self.starts_on
        financial_year = FinancialYear.of(start)
        match self.frequency:
            case Frequency.MONTH:
                return f"{start:%B %Y}"
            case Frequency.QUARTER:
                return f"{financial_year} Q{(start.month - 4) % 12 // 3 + 1}"
            case Frequency.FINANCIAL_YEAR:
                return str(financial_year)
            case Frequency.YEAR:
                return str(start.year)
            case _:
                return f"{start.day} {start:%B %Y}"

    @classmethod
    def holding(cls, day: dt.date, frequency: Frequency) -> Self:
        """The period of this frequency that holds a day."""
        if frequency == Frequency.DATED:
            return cls(day, frequency)
        if frequency == Frequency.MONTH:
            return cls(day.replace(day=1), frequency)
        if frequency == Frequency.QUARTER:
            return cls(dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1), frequency)
        if frequency == Frequency.YEAR:
            return cls(dt.date(day.year, 1, 1), frequency)
        return cls(FinancialYear.of(day).starts_on, frequency)

    def next(self) -> Self:
        """The period that follows."""
        return type(self)(self.ends_on, self.frequency)


@dataclass(frozen=True, order=True)
class FinancialYear:
    """1 April to 31 March, named by the calendar year in which it starts."""

    start_year: int

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The financial year that holds a day."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def starts_on(self) -> dt.date:
        """1 April."""
        return dt.date(self.start_year, 4, 1)

    @property
    def ends_on(self) -> dt.date:
        """The next 1 April, the first day after it."""
        return dt.date(self.start_year + 1, 4, 1)

    def __str__(self) -> str:
        return f"{self.start_year}/{(self.start_year + 1) % 100:02d}"
