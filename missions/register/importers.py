"""Reads registers of organisations: the published layout, and our own restated one."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from missions.core.importing import Column, Problem, Row, Table, read_table
from missions.core.reading import day, decimal_degrees, list_of, one_of, whole, words
from missions.register.models import Nation, Organisation
from missions.register.rows import KINDS, OrganisationRow

POPULATION_YEAR = 2020


def spellings(cell: str) -> list[str]:
    """Names with a comma between them; a comma with a space after it is part of a name (“Bristol, City of”)."""
    return [words(part) for part in re.split(r",(?! )", cell) if part.strip()]


PUBLISHED = (
    Column("local-authority-code", required=True),
    Column("nice-name", required=True),
    Column("official-name"),
    Column("gss-code"),
    Column("former-gss-codes", list_of(","), optional_header=True),
    Column("start-date", day),
    Column("end-date", day),
    Column("replaced-by", list_of(",")),
    Column("nation", one_of({"": "", **{nation: nation for nation in Nation.values}})),
    Column("region"),
    Column("local-authority-type", one_of({name: name for name in KINDS}), required=True),
    Column("alt-names", spellings, optional_header=True),
    Column("pop-2020", whole, optional_header=True),
    Column("lat", decimal_degrees, optional_header=True),
    Column("long", decimal_degrees, optional_header=True),
)
CROSSWALK = (Column("organisation", required=True), Column("mysociety-code"), Column("planning-data-reference"))
LINKS = (Column("predecessor", required=True), Column("successor", required=True))
PLANNING_BODY = (
    Column("reference", required=True),
    Column("name", required=True),
    Column("start-date", day),
    Column("end-date", day),
)
OWN = (
    Column("code", required=True),
    Column("name", required=True),
    Column("official_name"),
    Column("type", one_of({name: name for name in KINDS}), required=True),
    Column("nation"),
    Column("region"),
    Column("starts_on", day),
    Column("ends_on", day),
    Column("followed_by", list_of("|")),
    Column("population", whole),
    Column("population_year", whole),
    Column("latitude", decimal_degrees),
    Column("longitude", decimal_degrees),
    Column("website"),
    Column("gss"),
    Column("former_gss", list_of("|")),
    Column("planning_data"),
    Column("company"),
    Column("known_as", list_of("|"), optional_header=True),
)


def read_published(
    content: bytes, *, crosswalk: bytes | None = None, links: bytes | None = None
) -> tuple[list[OrganisationRow], list[Problem]]:
    """Rows of the published register of local authorities; its two conventions for end dates become one."""
    table = read_table(content, PUBLISHED)
    references = _planning_references(crosswalk)
    rows = [_from_published(row, references) for row in table.rows]
    pairs = read_table(links, LINKS) if links is not None else Table()
    in_links = [replace(problem, sheet="links") for problem in pairs.problems]
    return _half_open(_with_links(rows, pairs)), [*table.problems, *_twice(rows), *in_links]


def codes_by_line(content: bytes) -> dict[int, str]:
    """The code on each line of the published register, those of rows that can't be read included."""
    return {row.line: row["local-authority-code"] for row in read_table(content, (Column("local-authority-code"),)).rows}


def read_planning_bodies(content: bytes, *, prefix: str, type_code: str) -> tuple[list[OrganisationRow], list[Problem]]:
    """National parks and development corporations of planning data; `prefix` starts their references."""
    table = read_table(content, PLANNING_BODY)
    rows = [
        OrganisationRow(
            code=row["reference"],
            name=row["name"],
            type=type_code,
            nation="England",
            starts_on=row["start-date"],
            ends_on=_after(row["end-date"]),
            planning_data=f"{prefix}:{row['reference']}",
            line=row.line,
        )
        for row in table.rows
    ]
    return rows, table.problems


def read_own(content: bytes) -> tuple[list[OrganisationRow], list[Problem]]:
    """Rows of our own layout, in which end dates are half-open already."""
    table = read_table(content, OWN)
    return [_from_own(row) for row in table.rows], table.problems


def read_crosswalk(content: bytes) -> list[tuple[str, str]]:
    """(register code, planning data reference) pairs."""
    return [(code, reference) for code, reference in _planning_references(content).items()]


def _from_published(row: Row, references: dict[str, str]) -> OrganisationRow:
    code: str = row["local-authority-code"]
    other_names = {name for name in row["alt-names"] or [] if name.lower() != row["nice-name"].lower() and len(name) > 2}
    return OrganisationRow(
        code=code,
        name=row["nice-name"],
        type=row["local-authority-type"],
        official_name=row["official-name"],
        nation=row["nation"],
        region=row["region"],
        starts_on=row["start-date"],
        ends_on=row["end-date"],
        followed_by=tuple(row["replaced-by"]),
        population=row["pop-2020"],
        population_year=POPULATION_YEAR if row["pop-2020"] else None,
        latitude=row["lat"],
        longitude=row["long"],
        gss=row["gss-code"],
        former_gss=tuple(row["former-gss-codes"] or ()),
        planning_data=references.get(code, f"local-authority:{code}"),
        known_as=tuple(sorted(other_names)),
        line=row.line,
    )


def _from_own(row: Row) -> OrganisationRow:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.values.items()}
    return OrganisationRow(**values, line=row.line)


def _planning_references(crosswalk: bytes | None) -> dict[str, str]:
    table = read_table(crosswalk, CROSSWALK) if crosswalk else Table()
    return {row["mysociety-code"]: row["organisation"] for row in table.rows if row["mysociety-code"]}


def _with_links(rows: list[OrganisationRow], pairs: Table) -> list[OrganisationRow]:
    follows: dict[str, set[str]] = {}
    for row in pairs.rows:
        follows.setdefault(row["predecessor"], set()).add(row["successor"])
    return [replace(row, followed_by=tuple(sorted({*row.followed_by, *follows.get(row.code, ())}))) for row in rows]


def _half_open(rows: list[OrganisationRow]) -> list[OrganisationRow]:
    """An end on the day a successor starts is that boundary already; any other end is the last day, so one day is added.

    A successor that isn't in the file may be in the register already.
    """
    starts = {row.code: row.starts_on for row in rows}
    elsewhere = {code for row in rows for code in row.followed_by} - set(starts)
    if elsewhere:
        starts |= dict(Organisation.objects.filter(code__in=elsewhere).values_list("code", "starts_on"))
    return [
        row
        if row.ends_on and row.ends_on in {starts.get(code) for code in row.followed_by}
        else replace(row, ends_on=_after(row.ends_on))
        for row in rows
    ]


def _after(last_day: dt.date | None) -> dt.date | None:
    return last_day + dt.timedelta(days=1) if last_day else None


def _twice(rows: list[OrganisationRow]) -> list[Problem]:
    seen: dict[str, int] = {}
    problems = []
    for row in rows:
        if row.code in seen:
            what = f"This code stands in line {seen[row.code]} already. Keep one of the two."
            problems.append(Problem(row.line, "local-authority-code", row.code, what))
        seen.setdefault(row.code, row.line)
    return problems
