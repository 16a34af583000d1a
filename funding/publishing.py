"""The list of awards as a table for a spreadsheet, written line by line while it is read."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from funding.lifecycle import AWARD
from funding.querysets import ORDER, AwardQuerySet
from missions.core.exporting import csv_lines
from missions.problems.models import Basis
from missions.register.models import Kind

COLUMNS = {
    "Award": "reference",
    "Announced on": "awarded_on",
    "Fund": "fund__name",
    "Recipient code": "recipient__code",
    "Recipient": "recipient__name",
    "Kind of recipient": "recipient__kind",
    "Amount in pounds": "amount",
    "Partners who share the amount": "partner_names",
    "Iteration": "iteration__name",
    "Where the iteration comes from": "iteration_basis",
    "Intervention named in the source": "intervention__name",
    "Status": "status",
    "Notes": "notes",
    "Source": "documentation_url",
}
WORDS: dict[str, dict[str, str]] = {
    "recipient__kind": dict(Kind.choices),
    "iteration_basis": dict(Basis.choices),
    "status": dict(AWARD.choices()),
}


def award_lines(awards: AwardQuerySet) -> Iterator[str]:
    """The heading, then one line for each award; one query, whatever their number."""
    rows = awards.with_partner_names().order_by(*ORDER).values_list(*COLUMNS.values())
    return csv_lines(chain([COLUMNS], map(_in_words, rows.iterator(chunk_size=2_000))))


def _in_words(row: tuple[Any, ...]) -> Iterator[Any]:
    for name, value in zip(COLUMNS.values(), row, strict=True):
        yield "; ".join(value) if isinstance(value, list) else WORDS.get(name, {}).get(value, value)
