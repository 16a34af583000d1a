"""Reads published funds and awards."""

from collections.abc import Callable, Container

from funding.rows import AwardRow, FundRow
from missions.core.importing import Column, Problem, read_table
from missions.core.reading import day, list_of, money

FUNDS = (
    Column("project", required=True),
    Column("fund", required=True),
    Column("name", required=True),
    Column("start-date", day),
    Column("documentation-url"),
)
AWARDS = (
    Column("award", required=True),
    Column("start-date", day, required=True),
    Column("fund", required=True),
    Column("intervention"),
    Column("amount", money, required=True),
    Column("organisation", required=True),
    Column("organisations", list_of(";")),
    Column("documentation-url"),
    Column("notes"),
)


def read_funds(content: bytes, *, projects: Container[str]) -> tuple[list[FundRow], list[Problem]]:
    """Funds of some projects."""
    table = read_table(content, FUNDS)
    rows = [
        FundRow(row["fund"], row["name"], row["start-date"], row["documentation-url"])
        for row in table.rows
        if row["project"] in projects
    ]
    return rows, table.problems


def read_awards(content: bytes, *, iteration_of: Callable[[str, str], str]) -> tuple[list[AwardRow], list[Problem]]:
    """Awards; `iteration_of(fund, intervention)` is our judgement of the iteration that each belongs to.

    Partners share the one amount: the source gives no split, so none is made up.
    """
    table = read_table(content, AWARDS)
    rows = [
        AwardRow(
            reference=row["award"],
            fund=row["fund"],
            recipient=row["organisation"],
            amount=row["amount"],
            awarded_on=row["start-date"],
            partners=tuple(row["organisations"]),
            intervention=row["intervention"],
            iteration=iteration_of(row["fund"], row["intervention"]),
            notes=row["notes"][:500],
            documentation_url=row["documentation-url"],
            line=row.line,
        )
        for row in table.rows
    ]
    return _once(rows, table.problems)


def _once(rows: list[AwardRow], problems: list[Problem]) -> tuple[list[AwardRow], list[Problem]]:
    """The first row of each reference; the reference names an award, so a second one is a problem."""
    first: dict[str, AwardRow] = {}
    twice = []
    for row in rows:
        kept = first.setdefault(row.reference, row)
        if kept is not row:
            what = f"This award stands in line {kept.line} already. Keep one of the two."
            twice.append(Problem(row.line, "award", row.reference, what))
    return list(first.values()), [*problems, *twice]
