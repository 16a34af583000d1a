"""Reads published funds and awards."""

from collections.abc import Callable, Container
from dataclasses import replace
from pathlib import Path

from funding.belonging import iteration_of as judged
from funding.rows import AwardRow, FundRow, Listing
from missions.core.files import read_sent
from missions.core.importing import Column, Problem, read_table
from missions.core.reading import day, list_of, money
from missions.interventions.importers import read_interventions_of_awards

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


def read_funds(content: bytes, *, projects: Container[str] | None = None) -> tuple[list[FundRow], list[Problem]]:
    """Funds of some projects, or of all."""
    table = read_table(content, FUNDS)
    rows = [
        FundRow(row["fund"], row["name"], row["start-date"], row["documentation-url"])
        for row in table.rows
        if projects is None or row["project"] in projects
    ]
    return rows, table.problems


def read_awards(content: bytes, *, iteration_of: Callable[[str, str], str] = judged) -> tuple[list[AwardRow], list[Problem]]:
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
            partners=tuple(dict.fromkeys(row["organisations"])),
            intervention=row["intervention"],
            iteration=iteration_of(row["fund"], row["intervention"]),
            notes=row["notes"][:500],
            documentation_url=row["documentation-url"],
            line=row.line,
        )
        for row in table.rows
    ]
    return _once(rows, table.problems)


def read_listing(content: bytes, *, funds: bytes | None = None, interventions: bytes | None = None, project: str) -> Listing:
    """A list of awards with the lists of funds and of a project’s interventions, where they were sent with it.

    Of those only what the awards name is taken; problems of theirs name the list.
    """
    rows, problems = read_awards(content)
    lines = {row.line for row in rows} | {problem.line for problem in problems}
    listing = Listing(rows, problems, total=len(lines))
    if funds is not None:
        found, wrong = read_funds(funds)
        named = {row.fund for row in rows}
        listing.funds = [row for row in found if row.slug in named]
        listing.problems += [replace(problem, sheet="fund.csv") for problem in wrong]
    if interventions is not None:
        meant, wrong = read_interventions_of_awards(interventions, project=project)
        words = {row.intervention for row in rows}
        listing.interventions = [row for row in meant if row.slug in words]
        listing.problems += [replace(problem, sheet="intervention.csv") for problem in wrong]
    return listing


def read_folder(path: Path, *, project: str) -> tuple[bytes, Listing]:
    """The content of a file of awards, and what it and the lists beside it say. Raises `NotATable` or `OSError`."""
    content = read_sent(path)
    beside = {name: path.with_name(name) for name in ("fund.csv", "intervention.csv")}
    lists = {name: read_sent(file) if file.is_file() else None for name, file in beside.items()}
    listing = read_listing(content, funds=lists["fund.csv"], interventions=lists["intervention.csv"], project=project)
    return content, listing


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
