"""Reads published measurements, each table with its own traps."""

import datetime as dt
import re
from decimal import Decimal

from missions.core.importing import Column, Problem, read_table
from missions.core.reading import Unreadable, day, number
from missions.outcomes.indicators import DATA_QUALITY, DWELLINGS, MAJOR, NON_MAJOR, NON_MAJOR_DAY
from missions.outcomes.rows import MeasurementRow, OutcomeRow

COUNCIL_CODES = ("E06", "E07", "E08", "E09")


def financial_quarter(cell: str) -> dt.date:
    """The first day of “2022/23 Q3”: 1 October 2022."""
    found = re.fullmatch(r"(\d{4})/\d{2} Q([1-4])", cell.strip())
    if not found:
        raise Unreadable("Type a financial quarter, for example 2022/23 Q3.")
    year, quarter = int(found[1]), int(found[2])
    return dt.date(year + quarter // 4, (3 * quarter) % 12 + 1, 1)


def financial_year(cell: str) -> dt.date:
    """The first day of “2018-19”: 1 April 2018."""
    found = re.fullmatch(r"(\d{4})[-/]\d{2}", cell.strip())
    if not found:
        raise Unreadable("Type a financial year, for example 2018-19.")
    return dt.date(int(found[1]), 4, 1)


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


def read_dwellings(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
    """Districts and unitaries only: counties and regions would count the same homes again. Empty is a year outside a council's life."""
    table = read_table(content, DWELLING_COLUMNS)
    rows = [
        MeasurementRow(DWELLINGS, f"gss:{row['geography_code']}", row["date"], row["value"])
        for row in table.rows
        if row["value"] is not None and row["geography_code"].startswith(COUNCIL_CODES)
    ]
    return rows, table.problems


def read_major_decisions(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
    """Whole percentages without counts; England is a row and not a council."""
    table = read_table(content, MAJOR_COLUMNS)
    rows = [
        MeasurementRow(MAJOR, f"gss:{row['area_code']}", row["period"], row["value"])
        for row in table.rows
        if row["value"] is not None and row["area_code"].startswith(COUNCIL_CODES)
    ]
    return rows, table.problems


def read_non_major_decisions(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
    """One period. A percentage that was taken out (“~”) is suppressed; rows that name no organisation are left out."""
    table = read_table(content, NON_MAJOR_COLUMNS)
    return [
        _non_major(row["organisation"], row["volume"], row["percentage"]) for row in table.rows if row["organisation"]
    ], table.problems


def read_data_quality(content: bytes) -> tuple[list[MeasurementRow], list[Problem]]:
    """Levels 0 to 4 on report days; the line without a level says whether a council is ready and isn't a measurement."""
    table = read_table(content, QUALITY_COLUMNS)
    rows = [
        MeasurementRow(DATA_QUALITY[row["measure"]], row["organisation"], row["report-date"], row["level"])
        for row in table.rows
        if row["measure"] in DATA_QUALITY and row["level"] is not None
    ]
    return rows, table.problems


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
