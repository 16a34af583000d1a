"""What lists say about a market, before it is stored."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class SystemRow:
    """The bodies on a line (several for a joint service) run a system; `area` is a part of a council, by its predecessors’ codes."""

    name: str
    system: str
    observed_on: dt.date
    codes: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    portal_url: str = ""
    body_kind: str = ""
    line: int = 0

    @property
    def code(self) -> str:
        """The codes as the line gives them."""
        return ";".join(self.codes)


@dataclass(frozen=True)
class ContractRow:
    """A contract of a council with a supplier; the end is the day after the last, an empty field is one that nobody stated."""

    name: str
    supplier: str
    subject: str
    codes: tuple[str, ...] = ()
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    value: Decimal | None = None
    is_refused: bool = False
    source_url: str = ""
    line: int = 0

    @property
    def code(self) -> str:
        """The codes as the line gives them."""
        return ";".join(self.codes)
