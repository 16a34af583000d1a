"""What an indicator comes to over the same councils throughout: membership that changes distorts a trend."""

from dataclasses import dataclass

from django.db import connection

from missions.core import formats
from missions.core.periods import Frequency, Period
from missions.outcomes.models import Indicator

# The councils with a usable number in every one of the latest periods; the indicator's own rule over councils on each.
SAME = """
WITH recent AS (
    SELECT DISTINCT period_start FROM outcomes_rollup
    WHERE indicator_id = %(indicator)s AND group_kind = 'all' AND reported > 0 ORDER BY period_start DESC LIMIT %(periods)s
), fact AS (
    SELECT m.organisation_id, m.period_start, m.value, m.numerator, m.denominator, o.population
    FROM outcomes_measurement m JOIN recent USING (period_start) JOIN register_organisation o ON o.id = m.organisation_id
    WHERE m.indicator_id = %(indicator)s AND m.status = 'verified' AND m.category = '' AND m.value IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM outcomes_measurement later WHERE later.supersedes_id = m.id)
      AND CASE %(rule)s WHEN 'ratio' THEN m.numerator IS NOT NULL AND m.denominator IS NOT NULL
          WHEN 'population-mean' THEN o.population IS NOT NULL ELSE TRUE END
), member AS (
    SELECT organisation_id FROM fact GROUP BY organisation_id HAVING COUNT(*) = (SELECT COUNT(*) FROM recent)
)
SELECT period_start, COUNT(*), CASE %(rule)s WHEN 'sum' THEN SUM(value) WHEN 'mean' THEN AVG(value)
    WHEN 'population-mean' THEN SUM(value * population) / NULLIF(SUM(population), 0)
    WHEN 'ratio' THEN 100 * SUM(numerator) / NULLIF(SUM(denominator), 0) END
FROM fact JOIN member USING (organisation_id) GROUP BY period_start ORDER BY period_start
"""
MOST_PERIODS = 8


@dataclass(frozen=True)
class SameMembers:
    """The figures of the latest periods over the councils that gave one in each of them: (period, figure in words)."""

    councils: int
    rows: list[tuple[str, str]]
    sentence: str


def same_members(indicator: Indicator, periods: int = MOST_PERIODS) -> SameMembers | None:
    """None with fewer than two periods, no council known in all of them, or values that can't be added up. One query."""
    if indicator.over_councils == "none":
        return None
    with connection.cursor() as cursor:
        cursor.execute(SAME, {"indicator": indicator.pk, "periods": periods, "rule": indicator.over_councils})
        found = [row for row in cursor.fetchall() if row[2] is not None]
    if len(found) < 2:
        return None
    frequency, councils = Frequency(indicator.frequency), found[0][1]
    rows = [(Period(start, frequency).label, indicator.written(value)) for start, _, value in found]
    suffix = "" if indicator.unit == "%" else indicator.unit_suffix
    who = "The 1 council" if councils == 1 else f"The {formats.thousands(councils)} councils"
    sentence = (
        f"{who} known in each of the last {len(rows)} periods went from {rows[0][1]}{suffix} ({rows[0][0]}) "
        f"to {rows[-1][1]}{suffix} ({rows[-1][0]})."
    )
    return SameMembers(councils, rows, sentence)
