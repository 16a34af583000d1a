"""How one cell of a table becomes a value, as councils really write it; `Unreadable` says what to type instead."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

NOTHING = {"", "n/a", "na", "-", "–", "—", "..", "none", "null", "not known"}
SERIAL_DAY_ZERO = dt.date(1899, 12, 30)
UK_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
SERIAL_DAY = re.compile(r"\d{5}(\.\d+)?")


class Unreadable(ValueError):
    """A cell that can't be read; the message says what to type."""


def is_nothing(cell: str) -> bool:
    """Whether a cell says “no value” in one of the usual ways."""
    return cell.strip().lower() in NOTHING


def words(cell: str) -> str:
    """Text without spaces at its ends. Line breaks and tabs inside become spaces."""
    return " ".join(cell.split())


def text(cell: str) -> str:
    """Text as it stands, paragraphs kept."""
    return cell.strip()


def number(cell: str) -> Decimal | None:
    """ "1,234", "£1,234.50", "12%" and blanks as people type them; zero is a number."""
    if is_nothing(cell):
        return None
    cleaned = re.sub(r"[£,%\s]", "", cell)
    try:
        value = Decimal(cleaned)
    except InvalidOperation:
        raise Unreadable("Type a number, for example 1234.50.") from None
    if not value.is_finite() or abs(value) >= Decimal("1e14"):
        raise Unreadable("Type an ordinary number, for example 1234.50.")
    return value


def money(cell: str) -> Decimal:
    """Pounds and pence, more than nothing."""
    value = number(cell)
    if value is None:
        raise Unreadable("Type an amount in pounds, for example 1234.50.")
    if value != value.quantize(Decimal("0.01")):
        raise Unreadable("Type pounds and pence with at most two decimals.")
    if value <= 0:
        raise Unreadable("The amount must be more than zero.")
    return value.quantize(Decimal("0.01"))


def whole(cell: str) -> int | None:
    """A whole number of zero or more; "12.0" from a spreadsheet is one."""
    value = number(cell)
    if value is None:
        return None
    if value != value.to_integral_value() or value < 0:
        raise Unreadable("Type a whole number, for example 12.")
    return int(value)


def decimal_degrees(cell: str) -> float | None:
    """A latitude or longitude."""
    value = number(cell)
    return None if value is None else float(value)


def day(cell: str) -> dt.date | None:
    """A day as 2024-04-01 (a time after it is dropped), 1/4/2024 or a spreadsheet's serial number."""
    if is_nothing(cell):
        return None
    british = UK_DAY.fullmatch(cell.strip())
    try:
        if british:
            return dt.date(int(british[3]), int(british[2]), int(british[1]))
        if SERIAL_DAY.fullmatch(cell.strip()):
            return SERIAL_DAY_ZERO + dt.timedelta(days=int(float(cell)))
        return dt.date.fromisoformat(cell.strip()[:10])
    except ValueError:
        raise Unreadable("Type a date that exists, for example 2024-04-01 or 1/4/2024.") from None


def list_of(separator: str) -> Callable[[str], list[str]]:
    """Several values in one cell."""
    return lambda cell: [words(part) for part in cell.split(separator) if part.strip()]


def one_of(choices: dict[str, Any]) -> Callable[[str], Any]:
    """One of a few known words, in any case."""
    known = {key.lower(): value for key, value in choices.items()}

    def read(cell: str) -> Any:
        try:
            return known[cell.strip().lower()]
        except KeyError:
            raise Unreadable(f"Type one of: {', '.join(key for key in choices if key)}.") from None

    return read
