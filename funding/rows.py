"""Funds and awards as published tables state them, before they are stored."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class FundRow:
    """A fund, which has no published budget."""

    slug: str
    name: str
    started_on: dt.date | None = None
    documentation_url: str = ""


@dataclass(frozen=True)
class AwardRow:
    """One award: a whole amount with a lead and partners. `iteration` is our judgement."""

    reference: str
    fund: str
    recipient: str
    amount: Decimal
    awarded_on: dt.date
    partners: tuple[str, ...] = ()
    intervention: str = ""
    iteration: str = ""
    notes: str = ""
    documentation_url: str = ""
    line: int = 0
