"""Rollups: what the councils of each group come to in each period, built from measurements by one SQL statement.

The rule over councils is the indicator's own: sum, mean, mean weighted by population, ratio of sums (in %), or none. Missing is
missing: a council whose number can't be used (none given, or none to weight it by) counts in `eligible` only. Below the least coverage
a group, all councils included, has no value.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import connection, transaction

from missions.outcomes.models import Indicator

FORGET = """
DELETE FROM outcomes_rollup
WHERE indicator_id = ANY(%(indicators)s) AND (%(periods)s::date[] IS NULL OR period_start = ANY(%(periods)s::date[]))
"""
BUILD = """
WITH fact AS (
    SELECT m.indicator_id, m.organisation_id, m.period_start, m.value, m.numerator, m.denominator, m.value_state
    FROM outcomes_measurement m
    WHERE m.indicator_id = ANY(%(indicators)s) AND (%(periods)s::date[] IS NULL OR m.period_start = ANY(%(periods)s::date[]))
      AND m.status = 'verified' AND m.category = '' AND NOT EXISTS (SELECT 1 FROM outcomes_measurement later WHERE later.supersedes_id = m.id)
), period AS (
    SELECT DISTINCT indicator_id, period_start FROM fact
), member AS (
    SELECT DISTINCT p.indicator_id, p.period_start, i.over_councils, i.least_coverage, o.id, o.council_type, o.region, o.population
    FROM period p
    JOIN outcomes_indicator i ON i.id = p.indicator_id
    JOIN stewardship_eligibletype e ON e.mission_id = i.mission_id
        AND (e.starts_on IS NULL OR e.starts_on <= p.period_start) AND (e.ends_on IS NULL OR e.ends_on > p.period_start)
    JOIN register_organisation o ON o.kind = 'council' AND o.nation = e.nation AND o.council_type = e.council_type
        AND (o.starts_on IS NULL OR o.starts_on <= p.period_start) AND (o.ends_on IS NULL OR o.ends_on > p.period_start)
), known AS (
    SELECT member.*, fact.value, fact.value_state, fact.numerator, fact.denominator,
        fact.value IS NOT NULL AND CASE member.over_councils
            WHEN 'ratio' THEN fact.numerator IS NOT NULL AND fact.denominator IS NOT NULL
            WHEN 'population-mean' THEN member.population IS NOT NULL
            ELSE TRUE
        END AS usable
    FROM member
    LEFT JOIN fact ON fact.indicator_id = member.indicator_id AND fact.period_start = member.period_start
        AND fact.organisation_id = member.id
), grouped AS (
    SELECT member.indicator_id, member.period_start, member.over_councils, member.least_coverage,
        CASE WHEN GROUPING(member.council_type) = 0 THEN 'council-type' WHEN GROUPING(member.region) = 0 THEN 'region' ELSE 'all' END AS kind,
        COALESCE(member.council_type, member.region, '') AS label,
        COUNT(*) AS eligible,
        COUNT(*) FILTER (WHERE usable) AS reported,
        COUNT(*) FILTER (WHERE value_state = 'not-applicable') AS not_applicable,
        COALESCE(SUM(member.population) FILTER (WHERE usable), 0) AS people,
        SUM(value) AS total,
        AVG(value) AS mean,
        SUM(value * population) FILTER (WHERE usable) / NULLIF(SUM(population) FILTER (WHERE usable), 0) AS weighted,
        100 * SUM(numerator) FILTER (WHERE usable) / NULLIF(SUM(denominator) FILTER (WHERE usable), 0) AS ratio
    FROM known member
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
    return _build([indicator.pk for indicator in indicators], None)


def refresh(indicator: Indicator, period_starts: Collection[dt.date]) -> int:
    """Bring some periods of one indicator up to date after their measurements changed: three queries, however long the history.

    Called in the transaction that changed them. The indicator's row is locked, so that of two writers the second counts what both wrote.
    """
    return _build([indicator.pk], sorted(period_starts)) if period_starts else 0


def _build(ids: list[int], periods: list[dt.date] | None) -> int:
    values = {"indicators": ids, "periods": periods}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM outcomes_indicator WHERE id = ANY(%(indicators)s) ORDER BY id FOR UPDATE", values)
        cursor.execute(FORGET, values)
        cursor.execute(BUILD, values)
        return int(cursor.rowcount)
