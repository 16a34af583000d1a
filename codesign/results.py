"""How councils answered, as counts; shown only where so many answered that nobody's own answer can be read off."""

import datetime as dt
from dataclasses import dataclass

from codesign.models import Round, Statement

LEAST_PEOPLE = 3
LEAST_COUNCILS = 3


@dataclass(frozen=True)
class Result:
    """One statement's counts, or None in each where too few answered."""

    statement: str
    agree: int | None
    passed: int | None
    disagree: int | None
    people: int | None

    @property
    def is_shown(self) -> bool:
        """Whether enough people from enough councils answered."""
        return self.people is not None


def results(round_: Round, *, now: dt.datetime) -> list[Result]:
    """Every statement in order, once the round is over; one query.

    Nothing while it is open: whoever watched the counts move as people answer could read a single answer off them.
    """
    if not round_.is_over_at(now):
        return []
    return [_result(statement) for statement in round_.statements.with_council_answers().order_by("position")]


def may_be_shown(people: int, councils: int) -> bool:
    """At least 3 people from at least 3 councils."""
    return people >= LEAST_PEOPLE and councils >= LEAST_COUNCILS


def _result(row: Statement) -> Result:
    counts = [getattr(row, name) for name in ("agree", "passed", "disagree", "people")]
    if not may_be_shown(getattr(row, "people"), getattr(row, "councils")):  # noqa: B009 - annotated by the queryset
        return Result(row.text, None, None, None, None)
    return Result(row.text, *counts)
