"""Costs and benefits as a file: year, category, kind and amount. Years are 0, 1, 2 …, or 2026, or 2026-27; the first is year 0."""

from dataclasses import dataclass
from decimal import Decimal

from missions.core.importing import Column, Problem, read_table
from missions.core.period_cells import financial_year
from missions.core.reading import Unreadable, number, one_of, whole, words
from missions.outcomes.appraisal.appraising import BENEFIT, COST, Flow

CATEGORIES = ("cash-releasing", "non-cash-releasing", "societal")
# Whole numbers from here on are calendar years, not years since the start.
CALENDAR = 1000
MOST_YEARS = 1_000


@dataclass(frozen=True)
class Named:
    """A year as somebody typed it: its number and its name in the file."""

    number: int
    name: int | str


def year(cell: str) -> Named:
    """“0”, “2026”, “2026-27”."""
    try:
        value = whole(cell)
    except Unreadable:
        try:
            return Named(financial_year(cell).year, cell.strip())
        except Unreadable:
            raise Unreadable("Type a year: 0, 1, 2 and so on, 2026, or 2026-27.") from None
    if value is None or value > 9999:
        raise Unreadable("Type a year: 0, 1, 2 and so on, 2026, or 2026-27.")
    return Named(value, value)


def amount(cell: str) -> Decimal:
    """Pounds, zero or more: a cost is marked by its kind, not by a minus."""
    value = number(cell)
    if value is None:
        raise Unreadable("Type an amount in pounds, for example 1234.50. Zero is an amount.")
    if value < 0:
        raise Unreadable("Type the amount without a minus: the column “kind” says whether it is a cost.")
    return value


COLUMNS = (
    Column("year", year, required=True),
    Column("category", lambda cell: words(cell).lower().replace(" ", "-"), optional_header=True),
    Column("kind", one_of({COST: COST, BENEFIT: BENEFIT, "costs": COST, "benefits": BENEFIT}), required=True),
    Column("amount", amount, required=True),
)


@dataclass(frozen=True)
class Table:
    """The flows with the names of their years, or what is wrong."""

    flows: list[Flow]
    names: dict[int, int | str]
    problems: list[Problem]


def read_flows(content: bytes) -> Table:
    """Flows counted from the first year. Raises `NotATable` where the columns aren't there."""
    table = read_table(content, COLUMNS)
    problems = list(table.problems)
    problems += [
        Problem(row.line, "category", row["category"], f"Type one of: {', '.join(CATEGORIES)}.")
        for row in table.rows
        if row["kind"] == BENEFIT and row["category"] not in CATEGORIES
    ]
    numbers = [row["year"].number for row in table.rows]
    start = min((value for value in numbers if value >= CALENDAR), default=0)
    if start and any(value < CALENDAR for value in numbers):
        line = next(row.line for row in table.rows if row["year"].number < CALENDAR)
        problems.append(Problem(line, "year", "", "Write all years alike: all as 0, 1, 2 and so on, or all as 2026 or 2026-27."))
    if numbers and not problems and max(numbers) - start > MOST_YEARS:
        problems.append(
            Problem(table.rows[0].line, "year", "", f"The years span more than {MOST_YEARS}. Check the first and the last.")
        )
    if problems:
        return Table([], {}, sorted(problems, key=lambda problem: problem.line))
    flows = [Flow(row["year"].number - start, row["category"], row["kind"], row["amount"]) for row in table.rows]
    return Table(flows, _names(numbers, {row["year"].number: row["year"].name for row in table.rows}, start), [])


def _names(numbers: list[int], typed: dict[int, int | str], start: int) -> dict[int, int | str]:
    """The name of every year up to the last, in the file's own way, also of those that it leaves out."""
    financial = any(isinstance(name, str) for name in typed.values())
    return {
        value - start: typed.get(value, f"{value}-{(value + 1) % 100:02d}" if financial else value)
        for value in range(start, max(numbers, default=start - 1) + 1)
    }
