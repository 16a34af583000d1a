"""Funds and awards as published tables state them, before they are stored."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from missions.core.importing import Problem
from missions.interventions.rows import InterventionRow


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

    @property
    def organisations(self) -> tuple[str, ...]:
        """The lead and its partners."""
        return self.recipient, *self.partners


@dataclass
class Listing:
    """A published list of awards; `funds` and `interventions` are None where their lists weren't sent with it."""

    awards: list[AwardRow]
    problems: list[Problem] = field(default_factory=list)
    funds: list[FundRow] | None = None
    interventions: list[InterventionRow] | None = None
    total: int = 0
