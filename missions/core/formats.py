"""How numbers, money and days are written in the United Kingdom: the one formatter, for pages, files and e-mails."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from missions.core import clock

Number = int | float | Decimal


def thousands(value: Number | None, decimals: int = 0) -> str:
    """“1,234”, or “not known” for nothing: missing is never zero."""
    return "not known" if value is None else f"{value:,.{decimals}f}".replace("-", "−")


def pounds(value: Decimal | int | None) -> str:
    """“£1,234” for whole pounds, “£1,234.50” otherwise; pence are never dropped."""
    if value is None:
        return "not known"
    amount = Decimal(value)
    sign = "−" if amount < 0 else ""
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{sign}£{abs(amount):,.{decimals}f}"


def short_pounds(value: Decimal | int | None) -> str:
    """“£59.6 million” for headlines; the exact sum stands beside it on the page."""
    if value is None or abs(Decimal(value)) < 1_000_000:
        return pounds(value)
    millions = (Decimal(value) / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"£{millions:,.1f} million"


def percent(part: Number | None, whole: Number | None, decimals: int = 0) -> str:
    """A share: “39%”. Nothing of nothing is “not applicable”."""
    if part is None or not whole:
        return "not applicable"
    return f"{100 * float(part) / float(whole):.{decimals}f}%"


def day(value: dt.date | dt.datetime | None) -> str:
    """“1 April 2024”, in London."""
    if value is None:
        return "not known"
    date = clock.london_day(value) if isinstance(value, dt.datetime) else value
    return f"{date.day} {date:%B %Y}"


def moment(value: dt.datetime | None) -> str:
    """“1 April 2024 at 5:30pm”, as GOV.UK writes times."""
    if value is None:
        return "not known"
    local = value.astimezone(clock.LONDON)
    clock_time = f"{local.hour % 12 or 12}" + (f":{local:%M}" if local.minute else "") + ("am" if local.hour < 12 else "pm")
    if (local.hour, local.minute) == (12, 0):
        clock_time = "midday"
    if (local.hour, local.minute) == (0, 0):
        clock_time = "midnight"
    return f"{day(value)} at {clock_time}"


def days_between(earlier: dt.date, later: dt.date) -> str:
    """“1 day”, “12 days”; on the day itself “less than a day”."""
    count = (later - earlier).days
    if count == 0:
        return "less than a day"
    return f"{count:,} day{'' if count == 1 else 's'}"
