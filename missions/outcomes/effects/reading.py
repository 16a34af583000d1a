"""A plain panel as a file: unit, period, outcome and the first period with the intervention, or nothing."""

from collections.abc import Sequence

from missions.core.importing import Column, Problem, Row, read_table
from missions.core.reading import Unreadable, is_nothing, number, words
from missions.outcomes.effects.panel import Panel
from missions.outcomes.effects.period_names import EXAMPLES, Calendar, Unknown, calendar_of

COLUMNS = (
    Column("unit", required=True),
    Column("period", required=True),
    Column("outcome", number),
    Column("first_treated", words),
)
NEVER = {"never", "inf", "nan", "nat", "0", "0.0"}


def read_panel(content: bytes) -> tuple[Panel | None, list[Problem]]:
    """The panel, or every problem with its line. Raises `NotATable` where the columns aren't there."""
    table = read_table(content, COLUMNS)
    if table.problems:
        return None, table.problems
    try:
        calendar = calendar_of(row["period"] for row in table.rows)
    except Unknown as error:
        line = table.rows[0].line if table.rows else 1
        return None, [Problem(line, "period", "", str(error))]
    return _panel(table.rows, calendar)


def _panel(rows: Sequence[Row], calendar: Calendar) -> tuple[Panel | None, list[Problem]]:
    outcomes: dict[tuple[str, int], float] = {}
    adopted: dict[str, int | None] = {}
    lines: dict[tuple[str, int], int] = {}
    problems: list[Problem] = []
    has_zero = "0" in calendar.names
    for row in rows:
        unit = row["unit"]
        try:
            first = _first(row["first_treated"], calendar, has_zero=has_zero)
        except Unreadable:
            what = f"Type a period as in the column “period”, for example {EXAMPLES}, or leave it empty."
            problems.append(Problem(row.line, "first_treated", row["first_treated"], what))
            continue
        cell = unit, calendar.place(row["period"])
        if cell in lines:
            what = f"{unit} has a figure for this period in line {lines[cell]} already. Keep one of the two lines."
            problems.append(Problem(row.line, "period", row["period"], what))
        elif adopted.setdefault(unit, first) != first:
            what = f"An earlier line says something else about when {unit} adopted. Write the same in all its lines."
            problems.append(Problem(row.line, "first_treated", row["first_treated"], what))
        lines.setdefault(cell, row.line)
        if row["outcome"] is not None:
            outcomes[cell] = float(row["outcome"])
    if problems:
        return None, problems
    return Panel(calendar.names, calendar.places, adopted, outcomes), []


def _first(cell: str, calendar: Calendar, *, has_zero: bool) -> int | None:
    """Empty, “never” and the zero of statistical programs mean that it never adopted."""
    word = cell.strip().lower()
    if is_nothing(word) or (word in NEVER and not (has_zero and word.startswith("0"))):
        return None
    return calendar.place(cell)
