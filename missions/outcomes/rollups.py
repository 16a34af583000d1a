"""Rollups: what the councils of each group come to in each period, rebuilt from measurements by one SQL statement.

The rule over councils is the indicator's own: sum, mean, mean weighted by population, ratio of sums (in %), or none. Missing is
missing: a council without a number counts in `eligible` only. Below the least coverage no value for all councils is given.
"""

from collections.abc import Iterable

from django.db import connection, transaction

from missions.outcomes.models import Indicator

REBUILD = """
WITH fact AS (
    SELECT m.indicator_id, m.organisation_id, m.period_start, m.value, m.numerator, m.denominator, m.value_state
    FROM outcomes_measurement m
    WHERE m.indicator_id = ANY(%(indicators)s) AND m.status = 'verified' AND m.category = ''
      AND NOT EXISTS (SELECT 1 FROM outcomes_measurement later WHERE later.supersedes_id = m.id)
), period AS (
    SELECT DISTINCT indicator_id, period_start FROM fact
), member AS (
    SELECT p.indicator_id, p.period_start, i.over_councils, i.least_coverage, o.id, o.council_type, o.region, o.population
    FROM period p
    JOIN outcomes_indicator i ON i.id = p.indicator_id
    JOIN stewardship_eligibletype e ON e.mission_id = i.mission_id
        AND (e.starts_on IS NULL OR e.starts_on <= p.period_start) AND (e.ends_on IS NULL OR e.ends_on > p.period_start)
    JOIN register_organisation o ON o.kind = 'council' AND o.nation = e.nation AND o.council_type = e.council_type
        AND (o.starts_on IS NULL OR o.starts_on <= p.period_start) AND (o.ends_on IS NULL OR o.ends_on > p.period_start)
), grouped AS (
    SELECT member.indicator_id, member.period_start, member.over_councils, member.least_coverage,
        CASE WHEN GROUPING(member.council_type) = 0 THEN 'council-type' WHEN GROUPING(member.region) = 0 THEN 'region' ELSE 'all' END AS kind,
        COALESCE(member.council_type, member.region, '') AS label,
        COUNT(*) AS eligible,
        COUNT(fact.value) AS reported,
        COUNT(*) FILTER (WHERE fact.value_state = 'not-applicable') AS not_applicable,
        COALESCE(SUM(member.population) FILTER (WHERE fact.value IS NOT NULL), 0) AS people,
        SUM(fact.value) AS total,
        AVG(fact.value) AS mean,
        SUM(fact.value * member.population) / NULLIF(SUM(member.population) FILTER (WHERE fact.value IS NOT NULL), 0) AS weighted,
        100 * SUM(fact.numerator) / NULLIF(SUM(fact.denominator), 0) AS ratio
    FROM member
    LEFT JOIN fact ON fact.indicator_id = member.indicator_id AND fact.period_start = member.period_start
        AND fact.organisation_id = member.id
    GROUP BY GROUPING SETS (
        (member.indicator_id, member.period_start, member.over_councils, member.least_coverage),
        (member.indicator_id, member.period_start, member.over_councils, member.least_coverage, member.council_type),
        (member.indicator_id, member.period_start, member.over_councils, member.least_coverage, member.region)
    )
)
INSERT INTO outcomes_rollup (indicator_id, period_start, group_kind, group_value, value, reported, not_applicable, eligible, population, built_at)
SELECT indicator_id, period_start, kind, label,
    CASE WHEN reported = 0 OR reported < least_coverage * eligible THEN NULL ELSE
        CASE over_councils WHEN 'sum' THEN total WHEN 'mean' THEN mean WHEN 'population-mean' THEN weighted WHEN 'ratio' THEN ratio END
    END,
    reported, not_applicable, eligible, people, now()
FROM grouped
"""


def rebuild(indicators: Iterable[Indicator]) -> int:
    """Build the rollups of some indicators afresh; returns how many rows. Running it twice changes nothing."""
    ids = [indicator.pk for indicator in indicators]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM outcomes_indicator WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids])
        cursor.execute("DELETE FROM outcomes_rollup WHERE indicator_id = ANY(%s)", [ids])
        cursor.execute(REBUILD, {"indicators": ids})
        return int(cursor.rowcount)
