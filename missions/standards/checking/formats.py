"""The formats of JSON Schema that are checked. A schema that asks for another one is refused when it is added, not ignored."""

import datetime as dt
import ipaddress
import re
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from jsonschema import FormatChecker

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
TIME = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def _day(text: str) -> bool:
    return DAY.fullmatch(text) is not None and dt.date.fromisoformat(text) is not None


def _moment(text: str) -> bool:
    return MOMENT.fullmatch(text) is not None and dt.datetime.fromisoformat(text.upper()) is not None


def _time(text: str) -> bool:
    return TIME.fullmatch(text) is not None and dt.time.fromisoformat(text.upper()) is not None


def _uri(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"\s", text)


def _uuid(text: str) -> bool:
    return str(uuid.UUID(text)) == text.lower()


CHECKS: dict[str, Callable[[str], bool]] = {
    "date": _day,
    "date-time": _moment,
    "time": _time,
    "email": lambda text: ADDRESS.fullmatch(text) is not None,
    "uri": _uri,
    "uuid": _uuid,
    "ipv4": lambda text: ipaddress.IPv4Address(text) is not None,
    "ipv6": lambda text: ipaddress.IPv6Address(text) is not None,
}
CHECKER = FormatChecker(formats=())


def _of_text(holds: Callable[[str], bool]) -> Callable[[object], bool]:
    """A format says nothing of values that aren't text."""
    return lambda value: not isinstance(value, str) or holds(value)


for _name, _holds in CHECKS.items():
    CHECKER.checks(_name, raises=ValueError)(_of_text(_holds))
