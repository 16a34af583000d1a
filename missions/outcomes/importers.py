"""Reads published measurements, each table with its own traps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from missions.core.importing import Column, Problem, Row, read_table
from missions.core.period_cells import financial_quarter, financial_year
from missions.core.reading import day, number
from missions.outcomes.indicators import DATA_QUALITY, DWELLINGS, MAJOR, NON_MAJOR, NON_MAJOR_DAY
from missions.outcomes.rows import MeasurementRow, OutcomeRow

COUNCIL_CODES = ("E06", "E07", "E08", "E09")


def published_share(cell: str) -> Decimal | None:
    """A percentage; “~” stands where it was taken out."""
    return None if cell.strip() == "~" else number(cell)


DWELLING_COLUMNS = (
    Column("geography_code", required=True),
    Column("date", financial_year, required=True),
    Column("value", number),
)
MAJOR_COLUMNS = (
    Column("area_code", required=True),
    Column("period", financial_quarter, required=True),
    Column("value", number),
)
NON_MAJOR_COLUMNS = (Column("organisation"), Column("volume", number), Column("percentage", published_share))
QUALITY_COLUMNS = (
    Column("report-date", day, required=True),
    Column("organisation", required=True),
    Column("measure", required=True),
    Column("level", number),
)
OUTCOMES = (
    Column("id", required=True),
    Column("indicator", required=True),
    Column("value", required=True),
    Column("unit"),
    Column("baseline"),
    Column("baseline_unit"),
    Column("evidence_type"),
    Column("council"),
    Column("intervention_id"),
    Column("iteration_id"),
    Column("period_or_date", day),
    Column("source_url"),
)


@dataclass(frozen=True)
class NotMeasured:
    """A line that holds no measurement: why not, or nothing where the figure is simply empty."""

    why: str = ""
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class Layout:
    """A published table: its columns, and what one of its lines comes to."""

    columns: Sequence[Column]
    measured: Callable[[Row], MeasurementRow | NotMeasured]


@dataclass
class Reading:
    """What a table holds: measurements, cells that can't be read, lines about no council, and how many lines are empty."""

    rows: list[MeasurementRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    not_councils: list[Problem] = field(default_factory=list)
    empty: int = 0


def read_layout(content: bytes, layout: Layout) -> Reading:
    """Every line of a published table. Raises `NotATable` when its columns are others."""
    table = read_table(content, layout.columns)
    reading = Reading(problems=list(table.problems))
    for row in table.rows:
        found = layout.measured(row)
        if isinstance(found, MeasurementRow):
            reading.rows.append(replace(found, line=row.line))
        elif found.why:
            reading.not_councils.append(Problem(row.line, found.column, found.value, found.why))
        else:
            reading.empty += 1
    return reading


def _of_a_council(row: Row, column: str, indicator: str, period: str) -> MeasurementRow | NotMeasured:
    code = row[column]
    if not code.startswith(COUNCIL_CODES):
        return NotMeasured("This is an area and not a council: counted with its councils, it would count twice.", column, code)
    return NotMeasured() if row["value"] is None else MeasurementRow(indicator, f"gss:{code}", row[period], row["value"])


def _dwellings(row: Row) -> MeasurementRow | NotMeasured:
    """Districts and unitaries only: counties and regions would count the same homes again. Empty is a year outside a council's life."""
    return _of_a_council(row, "geography_code", DWELLINGS, "date")


def _major_decisions(row: Row) -> MeasurementRow | NotMeasured:
    """Whole percentages without counts; England is a row and not a council."""
    return _of_a_council(row, "area_code", MAJOR, "period")


def _non_major_decisions(row: Row) -> MeasurementRow | NotMeasured:
    """One period. A percentage that was taken out (“~”) is suppressed; some rows name no organisation."""
    if not row["organisation"]:
        return NotMeasured("The line names no organisation.", "organisation")
    return _non_major(row["organisation"], row["volume"], row["percentage"])


def _data_quality(row: Row) -> MeasurementRow | NotMeasured:
    """Levels 0 to 4 on report days, by data set; the line without a level says whether a council is ready and isn't a measurement."""
    if row["level"] is None:
        return NotMeasured()
    return MeasurementRow("", row["organisation"], row["report-date"], row["level"], category=row["measure"])


DWELLING_TABLE = Layout(DWELLING_COLUMNS, _dwellings)
MAJOR_TABLE = Layout(MAJOR_COLUMNS, _major_decisions)
NON_MAJOR_TABLE = Layout(NON_MAJOR_COLUMNS, _non_major_decisions)
QUALITY_TABLE = Layout(QUALITY_COLUMNS, _data_quality)


def read_dwellings(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
    """The rows of councils, and what couldn't be read."""
    return _councils_of(content, DWELLING_TABLE)


def read_major_decisions(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
    """The rows of councils, and what couldn't be read."""
    return _councils_of(content, MAJOR_TABLE)


def read_non_major_decisions(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
    """The rows that name an organisation, and what couldn't be read."""
    return _councils_of(content, NON_MAJOR_TABLE)


def read_data_quality(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
    """The levels of the data sets that are indicators, and what couldn't be read."""
    rows, problems = _councils_of(content, QUALITY_TABLE)
    known = [(DATA_QUALITY[row.category], row) for row in rows if row.category in DATA_QUALITY]
    return [replace(row, indicator=slug, category="") for slug, row in known], problems


def _councils_of(content: bytes, layout: Layout) -> tuple[list[MeasurementRow], list[Problem]]:
    reading = read_layout(content, layout)
    return reading.rows, reading.problems


def read_outcomes(
    content: bytes, *, interventions: dict[str, str], iterations: dict[str, str]
) -> tuple[list[OutcomeRow], list[Problem]]:
    """Single published figures with the kind of evidence behind them, exactly as worded."""
    table = read_table(content, OUTCOMES)
    rows = [
        OutcomeRow(
            reference=row["id"],
            name=row["indicator"],
            value=row["value"],
            unit=row["unit"],
            baseline=row["baseline"],
            baseline_unit=row["baseline_unit"],
            evidence_type=row["evidence_type"],
            where=row["council"][:300],
            intervention=interventions.get(row["intervention_id"], ""),
            iteration=iterations.get(row["iteration_id"], ""),
            on_day=row["period_or_date"],
            source_url=row["source_url"],
        )
        for row in table.rows
    ]
    return rows, table.problems


def _non_major(organisation: str, volume: Decimal | None, percentage: Decimal | None) -> MeasurementRow:
    if percentage is None:
        return MeasurementRow(NON_MAJOR, organisation, NON_MAJOR_DAY, state="suppressed")
    on_time = None if volume is None else volume * percentage / 100
    return MeasurementRow(NON_MAJOR, organisation, NON_MAJOR_DAY, percentage, numerator=on_time, denominator=volume)
