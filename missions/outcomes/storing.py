"""Stores measurements many at a time: rows stream into a temporary table by COPY, then set-based SQL says what each one is.

A row is new, the same as what is stored, or a correction that names the one it replaces. Nothing that is stored is changed.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Model

from missions.core.formats import day
from missions.core.importing import Problem, Tally
from missions.core.periods import Frequency, Period
from missions.outcomes.models import Indicator
from missions.outcomes.rollups import refresh
from missions.outcomes.rows import MeasurementRow
from missions.register.finding import Finder
from missions.register.models import Organisation
from missions.stewardship.models import Mission

WHY = "The published figure changed."
LOCKED = "The period is locked. Open the figure and revise it there, with a reason."

STAGE = """
DROP TABLE IF EXISTS pg_temp.incoming;
CREATE TEMPORARY TABLE incoming (
    line integer, indicator_id bigint, organisation_id bigint, period_start date, category varchar(60), value_state varchar(14),
    value numeric(18, 4), numerator numeric(18, 4), denominator numeric(18, 4), note varchar(300)
) ON COMMIT DROP
"""
COPY = "COPY incoming FROM STDIN"
JUDGE = """
DROP TABLE IF EXISTS pg_temp.judged;
CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
SELECT row.*, present.id AS present_id,
    present.id IS NOT NULL AND present.status = 'verified'
        AND (present.value_state, present.value, present.numerator, present.denominator)
        IS NOT DISTINCT FROM (row.value_state, row.value, row.numerator, row.denominator) AS same,
    lock.id IS NOT NULL AS locked
FROM incoming row
LEFT JOIN outcomes_measurement present ON present.organisation_id = row.organisation_id AND present.indicator_id = row.indicator_id
    AND present.period_start = row.period_start AND present.category = row.category
    AND NOT EXISTS (SELECT 1 FROM outcomes_measurement later WHERE later.supersedes_id = present.id)
LEFT JOIN outcomes_periodlock lock ON lock.indicator_id = row.indicator_id AND lock.period_start = row.period_start
"""
REFUSED = "SELECT line FROM judged WHERE locked AND NOT same ORDER BY line"
UNCHANGED = "SELECT COUNT(*) FROM judged WHERE same"
KEEP = """
WITH kept AS (
    INSERT INTO outcomes_measurement (recorded_at, recorded_by_id, supersedes_id, correction_reason, indicator_id, organisation_id, period_start,
        category, value_state, value, numerator, denominator, status, note, question)
    SELECT %(now)s, %(by)s, present_id, CASE WHEN present_id IS NULL THEN '' ELSE %(why)s END, indicator_id, organisation_id, period_start,
        category, value_state, value, numerator, denominator, 'verified', note, ''
    FROM judged WHERE NOT same AND NOT locked
    RETURNING indicator_id, period_start, supersedes_id
)
SELECT indicator_id, period_start, COUNT(*) FILTER (WHERE supersedes_id IS NULL), COUNT(*) FILTER (WHERE supersedes_id IS NOT NULL)
FROM kept GROUP BY indicator_id, period_start
"""


@dataclass(frozen=True)
class Placed:
    """A row whose indicator and council are known."""

    row: MeasurementRow
    indicator_id: int
    organisation_id: int

    @property
    def key(self) -> tuple[int, int, dt.date, str]:
        """What may stand once."""
        return self.indicator_id, self.organisation_id, self.row.period_start, self.row.category


def store_measurements(
    mission: Mission, rows: Sequence[MeasurementRow], finder: Finder, *, now: dt.datetime, by: Model | None = None
) -> Tally:
    """Record what is new; a changed figure becomes a correction. Of two rows about one figure the first counts, the second is refused."""
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.filter(mission=mission)}
    placed, refused = place(rows, indicators, finder)
    tally = _store(placed, now=now, by=by, indicators={item.pk: item for item in indicators.values()})
    tally.refused = sorted([*refused, *tally.refused], key=lambda problem: problem.line)
    return tally


def place(
    rows: Iterable[MeasurementRow], indicators: Mapping[str, Indicator], finder: Finder
) -> tuple[list[Placed], list[Problem]]:
    """Rows with the keys of their indicator and council; those about no council of that time, or said already, are refused."""
    lives = {pk: (starts, ends) for pk, starts, ends in Organisation.objects.values_list("pk", "starts_on", "ends_on")}
    placed: list[Placed] = []
    refused: list[Problem] = []
    first: dict[tuple[int, int, dt.date, str], MeasurementRow] = {}
    for number, row in enumerate(rows, start=2):
        indicator, organisation = indicators[row.indicator], finder.any(row.organisation)
        why = "No such council in the register."
        if organisation is not None and not (why := _why_not(indicator, row, *lives[organisation])):
            item = Placed(row, indicator.pk, organisation)
            earlier = first.setdefault(item.key, row)
            if earlier is row:
                placed.append(item)
                continue
            why = f"The same council and period stand in line {earlier.line} already. Keep one of the two."
        refused.append(Problem(row.line or number, "organisation", row.organisation, why))
    return placed, refused


def _why_not(indicator: Indicator, row: MeasurementRow, starts: dt.date | None, ends: dt.date | None) -> str:
    if row.is_published:
        return ""
    period = Period(row.period_start, Frequency(indicator.frequency))
    if ends is not None and ends <= period.starts_on:
        return f"This council ended on {day(ends - dt.timedelta(days=1))}, before {period.label} began."
    if starts is not None and starts >= period.ends_on:
        return f"This council began on {day(starts)}, after {period.label} had ended."
    return ""


def _store(placed: Sequence[Placed], *, now: dt.datetime, by: Model | None, indicators: Mapping[int, Indicator]) -> Tally:
    tally = Tally()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy(COPY) as copy:
            for line, item in enumerate(placed):
                copy.write_row((line, *_columns(item)))
        cursor.execute("ANALYZE incoming")
        cursor.execute(JUDGE)
        cursor.execute(REFUSED)
        tally.refused = [_locked(placed[place]) for (place,) in cursor.fetchall()]
        cursor.execute(UNCHANGED)
        tally.unchanged = cursor.fetchone()[0]
        cursor.execute(KEEP, {"now": now, "by": by.pk if by is not None else None, "why": WHY})
        kept = cursor.fetchall()
        changed: dict[int, set[dt.date]] = {}
        for indicator_id, period_start, created, updated in kept:
            tally.created += created
            tally.updated += updated
            changed.setdefault(indicator_id, set()).add(period_start)
        for pk, periods in changed.items():
            refresh(indicators[pk], periods)
    return tally


def _columns(item: Placed) -> tuple[object, ...]:
    row = item.row
    return (*item.key, row.state, row.value, row.numerator, row.denominator, row.note[:300])


def _locked(item: Placed) -> Problem:
    return Problem(item.row.line, "period", item.row.period_start.isoformat(), LOCKED)
