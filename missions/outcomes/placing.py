"""Rows of a table, each with the keys of its indicator and council, and as text that COPY takes.

Files hold hundreds of thousands of rows: each spelling of a council is looked up once, and no object is made for a row.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from missions.core.formats import day
from missions.core.importing import Problem
from missions.core.periods import Frequency, Period
from missions.outcomes.models import Indicator
from missions.outcomes.rows import MeasurementRow
from missions.register.finding import Finder
from missions.register.models import Organisation

# The keys of the indicator and the council, and the row.
Placed = tuple[int, int, MeasurementRow]
Life = tuple[dt.date | None, dt.date | None]

COLUMNS = "indicator_id, organisation_id, period_start, category, value_state, value, numerator, denominator, note"
ROWS_AT_ONCE = 5_000
LONGEST_NOTE = 300
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


def place(
    rows: Iterable[MeasurementRow], indicators: Mapping[str, Indicator], finder: Finder
) -> tuple[list[Placed], list[Problem]]:
    """Rows with the keys of their indicator and council; those about no council of that time, or said already, are refused."""
    lives: dict[int, Life] = {
        pk: (starts, ends) for pk, starts, ends in Organisation.objects.values_list("pk", "starts_on", "ends_on")
    }
    keys = {slug: indicator.pk for slug, indicator in indicators.items()}
    councils: dict[str, int | None] = {}
    placed: list[Placed] = []
    refused: list[Problem] = []
    first: dict[tuple[int, int, dt.date, str], MeasurementRow] = {}
    for number, row in enumerate(rows, start=2):
        name = row.organisation
        if name not in councils:
            councils[name] = finder.any(name)
        organisation, why = councils[name], "No such council in the register."
        if organisation is not None:
            indicator = keys[row.indicator]
            why = "" if row.is_published else _why_not(indicators[row.indicator], row.period_start, *lives[organisation])
            if not why:
                earlier = first.setdefault((indicator, organisation, row.period_start, row.category), row)
                if earlier is row:
                    placed.append((indicator, organisation, row))
                    continue
                why = f"The same council and period stand in line {earlier.line} already. Keep one of the two."
        refused.append(Problem(row.line or number, "organisation", name, why))
    return placed, refused


def _why_not(indicator: Indicator, start: dt.date, starts: dt.date | None, ends: dt.date | None) -> str:
    if ends is not None and ends <= start:
        label = Period(start, Frequency(indicator.frequency)).label
        return f"This council ended on {day(ends - dt.timedelta(days=1))}, before {label} began."
    if starts is not None and starts > start:
        period = Period(start, Frequency(indicator.frequency))
        if starts >= period.ends_on:
            return f"This council began on {day(starts)}, after {period.label} had ended."
    return ""


def as_text(placed: Iterable[Placed], endings: Iterable[str]) -> Iterator[str]:
    """Blocks of lines with `COLUMNS`, each line with an ending of further columns."""
    lines = _lines(placed, endings)
    while block := "".join(islice(lines, ROWS_AT_ONCE)):
        yield block


def _lines(placed: Iterable[Placed], endings: Iterable[str]) -> Iterator[str]:
    for (indicator, organisation, row), ending in zip(placed, endings, strict=False):
        value, above, below = row.value, row.numerator, row.denominator
        yield (
            f"{indicator}\t{organisation}\t{row.period_start.isoformat()}\t{row.category.translate(ESCAPED) if row.category else ''}\t{row.state}"
            f"\t{NULL if value is None else value}\t{NULL if above is None else above}\t{NULL if below is None else below}"
            f"\t{row.note[:LONGEST_NOTE].translate(ESCAPED) if row.note else ''}\t{ending}\n"
        )
