"""Reads registers of organisations: the published layout, and our own restated one."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from missions.core.importing import Column, Problem, Row, Table, read_table
from missions.core.reading import SERIAL_DAY_ZERO, Unreadable, day, decimal_degrees, list_of, number, one_of, whole, words
from missions.register.models import Nation, Organisation, SuccessionStatus
from missions.register.rows import KINDS, LinkRow, OrganisationRow

POPULATION_YEAR = 2020
# The days whose serial numbers are 1800 to 2100: no authority of the register starts or ends in 1904 or 1905.
YEARS_AS_DAYS = (dt.date(1904, 12, 4), dt.date(1905, 9, 30))


def spellings(cell: str) -> list[str]:
    """Names with a comma between them; a comma with a space after it is part of a name (“Bristol, City of”)."""
    return [words(part) for part in re.split(r",(?! )", cell) if part.strip()]


def whole_day(cell: str) -> dt.date | None:
    """A day; not a year that a spreadsheet took for the serial number of a day: 2000 becomes 22 June 1905."""
    found = day(cell)
    if found is not None and YEARS_AS_DAYS[0] <= found <= YEARS_AS_DAYS[1]:
        year = (found - SERIAL_DAY_ZERO).days
        raise Unreadable(f"A spreadsheet made this day out of the year {year}. Type the whole date, for example 1/4/{year}.")
    return found


def share(cell: str) -> Decimal | None:
    """A part of the people: “0.4” or “40%”, more than none and at most all of them."""
    value = number(cell)
    if value is None:
        return None
    part = value / 100 if cell.strip().endswith("%") else value
    if not 0 < part <= 1:
        raise Unreadable("Type a part of the people between 0 and 1, for example 0.4 or 40%.")
    return part.quantize(Decimal("0.00001"))


PUBLISHED = (
    Column("local-authority-code", required=True),
    Column("nice-name", required=True),
    Column("official-name"),
    Column("gss-code"),
    Column("former-gss-codes", list_of(","), optional_header=True),
    Column("start-date", whole_day),
    Column("end-date", whole_day),
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
LINKS = (
    Column("predecessor", required=True),
    Column("successor", required=True),
    Column("predecessor-end-date", whole_day, optional_header=True),
    Column("successor-start-date", whole_day, optional_header=True),
    Column("successor-name", optional_header=True),
    Column("successor-type", one_of({"": "", **{name: name for name in KINDS}}), optional_header=True),
    Column("successor-gss", optional_header=True),
    Column("status", one_of({"": "", **{status: status for status in SuccessionStatus.values}}), optional_header=True),
    Column("population-share", share, optional_header=True),
)
PLANNING_BODY = (
    Column("reference", required=True),
    Column("name", required=True),
    Column("start-date", whole_day),
    Column("end-date", whole_day),
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
    content: bytes, *, crosswalk: bytes | None = None, links: Sequence[LinkRow] = ()
) -> tuple[list[OrganisationRow], list[Problem]]:
    """Rows of the published register of local authorities; its two conventions for end dates become one.

    `links` only help to tell which convention an end follows: they name successors that the register may not.
    """
    table = read_table(content, PUBLISHED)
    references = _planning_references(crosswalk)
    rows = [_from_published(row, references) for row in table.rows]
    return _half_open(rows, links), [*table.problems, *_twice(rows)]


def read_links(content: bytes) -> tuple[list[LinkRow], list[Problem]]:
    """Rows of a list of predecessors and successors. Its problems say that they are of the links."""
    table = read_table(content, LINKS)
    return [_from_link(row) for row in table.rows], [replace(problem, sheet="links") for problem in table.problems]


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


def _from_link(row: Row) -> LinkRow:
    return LinkRow(
        predecessor=row["predecessor"],
        successor=row["successor"],
        vests_on=row["successor-start-date"] or _after(row["predecessor-end-date"]),
        status=row["status"],
        population_share=row["population-share"],
        name=row["successor-name"],
        type=row["successor-type"],
        gss=row["successor-gss"],
        line=row.line,
    )


def _half_open(rows: list[OrganisationRow], links: Sequence[LinkRow]) -> list[OrganisationRow]:
    """An end on the day a successor starts is that boundary already; any other end is the last day, so one day is added.

    A successor that isn't in the file may be in the register already.
    """
    followed_by = {row.code: set(row.followed_by) for row in rows}
    for link in links:
        followed_by.setdefault(link.predecessor, set()).add(link.successor)
    starts = {row.code: row.starts_on for row in rows}
    elsewhere = {code for codes in followed_by.values() for code in codes} - set(starts)
    if elsewhere:
        starts |= dict(Organisation.objects.filter(code__in=elsewhere).values_list("code", "starts_on"))
    return [
        row
        if row.ends_on and row.ends_on in {starts.get(code) for code in followed_by[row.code]}
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
