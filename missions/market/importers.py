"""Reads lists of systems and of contracts, by their headers."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from missions.core.importing import Column, Problem, Row, read_table
from missions.core.reading import Unreadable, day, is_nothing, list_of, money, words
from missions.market.rows import ContractRow, SystemRow

EARLIEST = dt.date(1990, 1, 1)
LONGEST_ADDRESS = 1_000
LONGEST_NAME = 120


def plausible_day(cell: str) -> dt.date | None:
    """A day of our time: 1905-06-22 is what a spreadsheet makes of the number 2000."""
    found = day(cell)
    if found is not None and found < EARLIEST:
        raise Unreadable(f"{found.isoformat()} can’t be right: a spreadsheet may have made it from a number. Type the real date.")
    return found


def the_day(cell: str) -> dt.date:
    """As above, and it must be there."""
    found = plausible_day(cell)
    if found is None:
        raise Unreadable("Type the day on which this was seen, for example 2025-02-20.")
    return found


def address(cell: str) -> str:
    """A web address."""
    found = words(cell)
    if found and not found.lower().startswith(("http://", "https://")):
        raise Unreadable("Type an address that starts with https://.")
    if len(found) > LONGEST_ADDRESS:
        raise Unreadable(f"Use at most {LONGEST_ADDRESS:,} characters.")
    return found


def short(cell: str) -> str:
    """A name."""
    found = words(cell)
    if len(found) > LONGEST_NAME:
        raise Unreadable(f"Use at most {LONGEST_NAME} characters.")
    return found


def value(cell: str) -> Decimal | None:
    """Pounds and pence; a cell that says that it was refused holds none."""
    return None if is_nothing(cell) or says_refused(cell) else money(cell)


def says_refused(text: str) -> bool:
    """Whether somebody wouldn't say: that is another answer than not knowing."""
    return any(word in text.lower() for word in ("refused", "withheld"))


SYSTEMS = (
    Column("lpa", short),
    Column("system", short),
    Column("portal-url", address, optional_header=True),
    Column("observed-on", the_day),
    Column("body-kind", optional_header=True),
    Column("local-authority-code", list_of(";")),
    Column("predecessor-area-code", list_of(";"), optional_header=True),
)
CONTRACTS = (
    Column("local-authority-code", list_of(";")),
    Column("buyer", short),
    Column("supplier", short),
    Column("subject"),
    Column("start-date", plausible_day),
    Column("end-date", plausible_day),
    Column("value-gbp", value),
    Column("source-url", address, optional_header=True),
    Column("note", optional_header=True),
)
# The same columns as text: to tell a refusal, and the code of a line that can't be read.
AS_TEXT = (Column("local-authority-code"), Column("value-gbp", optional_header=True), Column("note", optional_header=True))


def read_systems(content: bytes) -> tuple[list[SystemRow], list[Problem]]:
    """Who runs which system; a line that says the same as an earlier one is a problem."""
    table = read_table(content, SYSTEMS)
    rows = [
        SystemRow(
            name=row["lpa"],
            system=row["system"],
            observed_on=row["observed-on"],
            codes=tuple(row["local-authority-code"]),
            area=tuple(row["predecessor-area-code"] or ()),
            portal_url=row["portal-url"],
            body_kind=row["body-kind"],
            line=row.line,
        )
        for row in table.rows
    ]
    good, twice = _once(rows)
    return good, [*table.problems, *twice]


def read_contracts(content: bytes) -> tuple[list[ContractRow], list[Problem]]:
    """Contracts of councils; an inclusive last day becomes the day after it."""
    table = read_table(content, CONTRACTS)
    texts = {row.line: row for row in read_table(content, AS_TEXT).rows}
    return [_contract(row, texts[row.line]) for row in table.rows], table.problems


def codes_by_line(content: bytes) -> dict[int, str]:
    """The code on each line, those of lines that can't be read included."""
    return {row.line: row["local-authority-code"] for row in read_table(content, AS_TEXT).rows}


def _contract(row: Row, text: Row) -> ContractRow:
    end: dt.date | None = row["end-date"]
    return ContractRow(
        name=row["buyer"],
        supplier=row["supplier"],
        subject=row["subject"],
        codes=tuple(row["local-authority-code"]),
        starts_on=row["start-date"],
        ends_on=end + dt.timedelta(days=1) if end else None,
        value=row["value-gbp"],
        is_refused=row["value-gbp"] is None and (says_refused(text["value-gbp"]) or says_refused(text["note"])),
        source_url=row["source-url"],
        line=row.line,
    )


def _once(rows: Iterable[SystemRow]) -> tuple[list[SystemRow], list[Problem]]:
    first: dict[tuple[object, ...], int] = {}
    good, problems = [], []
    for row in rows:
        keys = [(code.lower(), row.system.lower(), frozenset(row.area), row.observed_on) for code in row.codes or (row.name,)]
        line = next((first[key] for key in keys if key in first), None)
        if line is not None:
            what = f"This council stands in line {line} already, with the same system. Keep one of the two."
            problems.append(Problem(row.line, "local-authority-code", row.code or row.name, what))
            continue
        first |= dict.fromkeys(keys, row.line)
        good.append(row)
    return good, problems
