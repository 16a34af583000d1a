"""Discount rates as dated data: data/discount_rates.csv names each schedule's bands, vintage and source.

A new vintage is new lines with a later `applies_from` (of the 2026 edition: the first day of its year); the old ones stay, so that an old
appraisal can be made again.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "data" / "discount_rates.csv"
STANDARD = "standard"


@dataclass(frozen=True)
class Band:
    """Years first..last (None: without end) and the share by which a year is discounted."""

    first: int
    last: int | None
    rate: Decimal


@dataclass(frozen=True)
class Schedule:
    """The rates of one kind and vintage, bands in order from year 0."""

    key: str
    name: str
    vintage: str
    applies_from: dt.date
    source: str
    bands: tuple[Band, ...]

    def rate(self, year: int) -> Decimal:
        """The rate of one year."""
        return next(band.rate for band in self.bands if band.first <= year and (band.last is None or year <= band.last))

    def factor(self, year: int) -> Decimal:
        """What a pound of a year is worth in year 0: the product of each year's 1/(1 + rate), so that bands chain."""
        found = Decimal(1)
        for passed in range(1, year + 1):
            found /= 1 + self.rate(passed)
        return found

    @property
    def rates_in_words(self) -> str:
        """“3.50% for years 0 to 30, 3.00% for years 31 to 75, …”."""
        return ", ".join(
            f"{band.rate * 100:.2f}% for years {band.first} {'and later' if band.last is None else f'to {band.last}'}"
            for band in self.bands
        )


@cache
def _all() -> tuple[Schedule, ...]:
    bands: dict[tuple[str, ...], list[Band]] = {}
    for line in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()):
        key = tuple(line[name] for name in ("schedule", "name", "vintage", "applies_from", "source"))
        last = int(line["last_year"]) if line["last_year"] else None
        bands.setdefault(key, []).append(Band(int(line["first_year"]), last, Decimal(line["rate_percent"]) / 100))
    return tuple(
        Schedule(key, name, vintage, dt.date.fromisoformat(applies_from), source, tuple(found))
        for (key, name, vintage, applies_from, source), found in bands.items()
    )


def schedules(on: dt.date) -> dict[str, Schedule]:
    """The newest vintage of each schedule that applies on a day, or the first where none does yet."""
    found: dict[str, Schedule] = {}
    for schedule in sorted(_all(), key=lambda item: item.applies_from):
        if schedule.applies_from <= on or schedule.key not in found:
            found[schedule.key] = schedule
    return found


def schedule_of(key: str, on: dt.date) -> Schedule:
    """One schedule by its name; an unknown name gives the standard one."""
    found = schedules(on)
    return found.get(key, found[STANDARD])
