"""What a line of a published list says that can’t be true, or that the product can’t hold: each with what to type instead."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from funding.models import Award, Fund
from funding.rows import AwardRow
from missions.core.importing import Problem
from missions.interventions.models import Intervention
from missions.stewardship.models import Mission

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\.\S+")
LONGEST_ADDRESS = 500
FIRST_YEAR = 2000
YEARS_AHEAD = 2
MOST = Decimal("99999999999.99")


@dataclass(frozen=True)
class Known:
    """What a mission has already: funds and interventions by slug, and the awards that no list may change."""

    funds: dict[str, int]
    interventions: dict[str, int]
    made_here: frozenset[str]

    @classmethod
    def of(cls, mission: Mission) -> Self:
        """Three queries."""
        made_here = Award.objects.filter(fund__mission=mission).exclude(status="recorded")
        return cls(
            dict(Fund.objects.filter(mission=mission).values_list("slug", "pk")),
            dict(Intervention.objects.filter(mission=mission).values_list("slug", "pk")),
            frozenset(made_here.values_list("reference", flat=True)),
        )


def problems_of(row: AwardRow, known: Known, *, on: dt.date) -> Iterator[Problem]:
    """Everything that is wrong with a row, apart from organisations that nobody knows."""
    for column, value, what in _wrong(row, known, on):
        yield Problem(row.line, column, value[:80], what)


def _wrong(row: AwardRow, known: Known, on: dt.date) -> Iterator[tuple[str, str, str]]:
    if not REFERENCE.fullmatch(row.reference):
        yield "award", row.reference, "Use letters, digits, dots and hyphens, at most 40."
    if row.reference in known.made_here:
        yield (
            "award",
            row.reference,
            "This award was made in Steward, so a list can’t change it. Give this one another reference.",
        )
    if row.fund not in known.funds:
        yield "fund", row.fund, "No such fund. Add it to the list of funds."
    if row.intervention and row.intervention not in known.interventions:
        yield "intervention", row.intervention, "No such intervention. Add it to the list of interventions."
    if not FIRST_YEAR <= row.awarded_on.year <= on.year + YEARS_AHEAD:
        yield (
            "start-date",
            row.awarded_on.isoformat(),
            f"Check the year: it must lie between {FIRST_YEAR} and {on.year + YEARS_AHEAD}.",
        )
    if row.amount > MOST:
        yield "amount", str(row.amount), f"Check the amount: the most is £{MOST:,}."
    if row.recipient in row.partners:
        yield "organisations", row.recipient, "The lead is among the partners too. Name it only as the lead."
    if row.documentation_url and not _is_address(row.documentation_url):
        yield (
            "documentation-url",
            row.documentation_url,
            "Give a web address that starts with https:// and has at most 500 characters.",
        )


def _is_address(text: str) -> bool:
    return len(text) <= LONGEST_ADDRESS and bool(WEB_ADDRESS.fullmatch(text))
