"""Stores measurements many at a time: where periods are new, by one COPY; else by way of a temporary table, judged by set-based SQL.

A row is new, the same as what is stored, or a correction that names the one it replaces. Nothing that is stored is changed.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import count, repeat

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from missions.core.importing import Problem, Tally
from missions.outcomes.models import Indicator
from missions.outcomes.placing import COLUMNS, NULL, Placed, as_text, place
from missions.outcomes.rollups import joined_by_hash, lock, refresh
from missions.outcomes.rows import MeasurementRow
from missions.register.finding import Finder
from missions.stewardship.models import Mission

WHY = "The published figure changed."
LOCKED = "The period is locked. Open the figure and revise it there, with a reason."

STAGE = """
DROP TABLE IF EXISTS pg_temp.incoming;
CREATE TEMPORARY TABLE incoming (
    indicator_id bigint, organisation_id bigint, period_start date, category varchar(60), value_state varchar(14),
    value numeric(18, 4), numerator numeric(18, 4), denominator numeric(18, 4), note varchar(300), line integer
) ON COMMIT DROP
"""
COPY = "COPY incoming FROM STDIN"
STANDS = """
SELECT EXISTS (SELECT 1 FROM outcomes_measurement WHERE indicator_id = ANY(%(indicators)s) AND period_start = ANY(%(periods)s::date[]))
    OR EXISTS (SELECT 1 FROM outcomes_periodlock WHERE indicator_id = ANY(%(indicators)s) AND period_start = ANY(%(periods)s::date[]))
"""
STRAIGHT = f"COPY outcomes_measurement ({COLUMNS}, recorded_at, recorded_by_id, status, question, correction_reason) FROM STDIN"
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
    AND present.period_start = row.period_start AND present.category = row.category AND present.indicator_id = ANY(%(indicators)s)
    AND NOT EXISTS (
        SELECT 1 FROM outcomes_measurement later WHERE later.supersedes_id = present.id AND later.indicator_id = ANY(%(indicators)s)
    )
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


def store_measurements(
    mission: Mission, rows: Sequence[MeasurementRow], finder: Finder, *, now: dt.datetime, by: Model | None = None
) -> Tally:
    """Record what is new; a changed figure becomes a correction. Of two rows about one figure the first counts, the second is refused."""
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.filter(mission=mission)}
    placed, refused = place(rows, indicators, finder)
    tally = _store(placed, now=now, by=by, indicators={item.pk: item for item in indicators.values()})
    tally.refused = sorted([*refused, *tally.refused], key=lambda problem: problem.line)
    return tally


def _store(placed: Sequence[Placed], *, now: dt.datetime, by: Model | None, indicators: Mapping[int, Indicator]) -> Tally:
    """Nothing stands yet for these periods: straight in. Otherwise each row is judged against what stands."""
    starts: dict[int, set[dt.date]] = {}
    for indicator, _, row in placed:
        starts.setdefault(indicator, set()).add(row.period_start)
    with transaction.atomic(), connection.cursor() as cursor:
        lock(sorted(starts))
        cursor.execute(STANDS, {"indicators": sorted(starts), "periods": sorted(set().union(*starts.values()))})
        if cursor.fetchone()[0]:
            tally, changed = _judged(cursor, placed, now, by)
        else:
            tally, changed = _straight(cursor, placed, now, by), starts
        for pk, periods in changed.items():
            refresh(indicators[pk], periods)
    return tally


def _straight(cursor: CursorWrapper, placed: Sequence[Placed], now: dt.datetime, by: Model | None) -> Tally:
    """All rows by one COPY into the table itself."""
    ending = f"{now.isoformat()}\t{NULL if by is None else by.pk}\tverified\t\t"
    with cursor.copy(STRAIGHT) as copy:
        for block in as_text(placed, repeat(ending)):
            copy.write(block)
    return Tally(created=len(placed))


def _judged(
    cursor: CursorWrapper, placed: Sequence[Placed], now: dt.datetime, by: Model | None
) -> tuple[Tally, dict[int, set[dt.date]]]:
    """What each row is beside what stands, and the periods that changed."""
    tally = Tally()
    cursor.execute(STAGE)
    with cursor.copy(COPY) as copy:
        for block in as_text(placed, map(str, count())):
            copy.write(block)
    cursor.execute("ANALYZE incoming")
    with joined_by_hash():
        cursor.execute(JUDGE, {"indicators": sorted({indicator for indicator, _, _ in placed})})
    cursor.execute(REFUSED)
    tally.refused = [_locked(placed[place][2]) for (place,) in cursor.fetchall()]
    cursor.execute(UNCHANGED)
    tally.unchanged = cursor.fetchone()[0]
    cursor.execute(KEEP, {"now": now, "by": by.pk if by is not None else None, "why": WHY})
    changed: dict[int, set[dt.date]] = {}
    for indicator_id, period_start, created, updated in cursor.fetchall():
        tally.created += created
        tally.updated += updated
        changed.setdefault(indicator_id, set()).add(period_start)
    return tally, changed


def _locked(row: MeasurementRow) -> Problem:
    return Problem(row.line, "period", row.period_start.isoformat(), LOCKED)
