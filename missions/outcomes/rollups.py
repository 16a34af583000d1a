"""Rollups: what the councils of each group come to in each period, built from measurements by one SQL statement.

The rule over councils is the indicator's own: sum, mean, mean weighted by population, ratio of sums (in %), or none. Each comes down to
a sum above and, but for “sum”, one below, so the others of a group are all councils less the group. Missing is missing: a council whose
number can't be used (none given, or none to weight it by) counts in `eligible` only. Below the least coverage a group, all councils
included, has no value.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from missions.outcomes.models import Indicator

LOCK = """
SELECT mission_id, id, EXISTS (SELECT 1 FROM outcomes_category c WHERE c.indicator_id = i.id)
FROM outcomes_indicator i WHERE id = ANY(%s) ORDER BY id FOR UPDATE
"""
FORGET = """
DELETE FROM outcomes_rollup
WHERE indicator_id = ANY(%(indicators)s) AND (%(periods)s::date[] IS NULL OR period_start = ANY(%(periods)s::date[]))
  AND (%(since)s::date IS NULL OR period_start >= %(since)s::date)
  AND (%(groups)s::text[] IS NULL OR group_kind || ':' || group_value = ANY(%(groups)s::text[] || %(others)s::text[]))
"""
BUILD = """
WITH fact AS (
    SELECT {columns} FROM outcomes_measurement m WHERE m.category = '' AND m.indicator_id = ANY(%(indicators)s) AND {stands}
), part AS (
    SELECT {columns} FROM outcomes_measurement m WHERE m.category <> '' AND m.indicator_id = ANY(%(broken_down)s) AND {stands}
), period AS (
    SELECT indicator_id, period_start FROM fact UNION SELECT indicator_id, period_start FROM part
), eligible AS (
    SELECT DISTINCT p.indicator_id, p.period_start, i.mission_id, i.over_councils, e.nation, e.council_type
    FROM period p
    JOIN outcomes_indicator i ON i.id = p.indicator_id
    JOIN stewardship_eligibletype e ON e.mission_id = i.mission_id
        AND (e.starts_on IS NULL OR e.starts_on <= p.period_start) AND (e.ends_on IS NULL OR e.ends_on > p.period_start)
), member AS (
    SELECT e.indicator_id, e.period_start, e.mission_id, e.over_councils, o.id, o.council_type, o.region, o.population
    FROM eligible e
    JOIN register_organisation o ON o.kind = 'council' AND o.nation = e.nation AND o.council_type = e.council_type
        AND (o.starts_on IS NULL OR o.starts_on <= e.period_start) AND (o.ends_on IS NULL OR o.ends_on > e.period_start)
), known AS (
    SELECT member.indicator_id, member.period_start, member.mission_id, member.id, member.council_type, member.region, member.population,
        fact.value_state,
        {above} AS above, {below} AS below
    FROM member
    LEFT JOIN fact ON fact.indicator_id = member.indicator_id AND fact.period_start = member.period_start
        AND fact.organisation_id = member.id
), population AS (
    SELECT indicator_id, period_start,
        CASE WHEN GROUPING(council_type) = 0 THEN 'council-type' WHEN GROUPING(region) = 0 THEN 'region' ELSE 'all' END AS kind,
        COALESCE(council_type, region, '') AS label, {sums}
    FROM known
    GROUP BY GROUPING SETS ((indicator_id, period_start), (indicator_id, period_start, council_type), (indicator_id, period_start, region))
), compared AS (
    SELECT known.indicator_id, known.period_start, span.kind, span.value AS label, {sums}
    FROM known
    JOIN outcomes_groupspan span ON span.mission_id = known.mission_id AND span.organisation_id = known.id AND span.mission_id = ANY(%(missions)s)
        AND (span.starts_on IS NULL OR span.starts_on <= known.period_start) AND (span.ends_on IS NULL OR known.period_start < span.ends_on)
        AND (%(groups)s::text[] IS NULL OR span.kind || ':' || span.value = ANY(%(groups)s::text[]))
    GROUP BY known.indicator_id, known.period_start, span.kind, span.value
), broken_down AS (
    SELECT member.indicator_id, member.period_start, fact.category AS label,
        COUNT(*) FILTER (WHERE fact.value_state = 'not-applicable') AS not_applicable, COUNT({above}) AS reported,
        COALESCE(SUM(member.population) FILTER (WHERE {above} IS NOT NULL), 0) AS people, SUM({above}) AS above,
        SUM({below}) FILTER (WHERE {above} IS NOT NULL) AS below
    FROM member JOIN part fact ON fact.indicator_id = member.indicator_id AND fact.period_start = member.period_start
        AND fact.organisation_id = member.id
    GROUP BY member.indicator_id, member.period_start, fact.category
), every AS (
    SELECT * FROM population WHERE %(groups)s::text[] IS NULL
    UNION ALL
    SELECT * FROM compared
    UNION ALL
    SELECT a.indicator_id, a.period_start, 'not-' || c.kind, c.label, a.eligible - c.eligible, a.reported - c.reported,
        a.not_applicable - c.not_applicable, a.people - c.people, a.above - COALESCE(c.above, 0), a.below - COALESCE(c.below, 0)
    FROM compared c JOIN population a USING (indicator_id, period_start) WHERE a.kind = 'all'
    UNION ALL
    SELECT indicator_id, period_start, 'category', b.label, a.eligible, b.reported, b.not_applicable, b.people, b.above, b.below
    FROM broken_down b JOIN population a USING (indicator_id, period_start) WHERE a.kind = 'all' AND %(groups)s::text[] IS NULL
)
INSERT INTO outcomes_rollup (indicator_id, period_start, group_kind, group_value, value, reported, not_applicable, eligible, population, built_at)
SELECT every.indicator_id, period_start, kind, label,
    CASE WHEN reported = 0 OR reported < i.least_coverage * eligible OR i.over_councils = 'none' THEN NULL
        WHEN i.over_councils = 'sum' THEN above
        ELSE above / NULLIF(below, 0)
    END,
    reported, not_applicable, eligible, people, now()
FROM every JOIN outcomes_indicator i ON i.id = every.indicator_id
"""
SHARED = {
    "{columns}": "m.indicator_id, m.organisation_id, m.period_start, m.category, m.value, m.numerator, m.denominator, m.value_state",
    "{stands}": """m.status = 'verified' AND (%(since)s::date IS NULL OR m.period_start >= %(since)s::date)
        AND (%(periods)s::date[] IS NULL OR m.period_start = ANY(%(periods)s::date[])) AND NOT EXISTS (
            SELECT 1 FROM outcomes_measurement later WHERE later.supersedes_id = m.id AND later.indicator_id = ANY(%(indicators)s)
                AND (%(periods)s::date[] IS NULL OR later.period_start = ANY(%(periods)s::date[]))
        )""",
    "{above}": """CASE member.over_councils
            WHEN 'ratio' THEN CASE WHEN fact.value IS NOT NULL AND fact.denominator IS NOT NULL THEN 100 * fact.numerator END
            WHEN 'population-mean' THEN fact.value * member.population
            ELSE fact.value
        END""",
    "{below}": """CASE member.over_councils
            WHEN 'ratio' THEN fact.denominator WHEN 'population-mean' THEN member.population WHEN 'mean' THEN 1
        END""",
    "{sums}": """COUNT(*) AS eligible, COUNT(above) AS reported, COUNT(*) FILTER (WHERE value_state = 'not-applicable') AS not_applicable,
        COALESCE(SUM(population) FILTER (WHERE above IS NOT NULL), 0) AS people, SUM(above) AS above,
        SUM(below) FILTER (WHERE above IS NOT NULL) AS below""",
}
for name, text in SHARED.items():
    BUILD = BUILD.replace(name, text)


def rebuild(indicators: Iterable[Indicator]) -> int:
    """Build the rollups of some indicators afresh; returns how many rows. Running it twice changes nothing."""
    return build([indicator.pk for indicator in indicators])


def refresh(indicator: Indicator, period_starts: Collection[dt.date]) -> int:
    """Bring some periods of one indicator up to date after their measurements changed: five queries, however long the history.

    Called in the transaction that changed them. The indicator's row is locked, so that of two writers the second counts what both wrote.
    """
    return build([indicator.pk], periods=sorted(period_starts)) if period_starts else 0


def lock(ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """Whoever changes rollups of these indicators waits for whoever does already. Returns their missions, and those with categories."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [list(ids)])
        found = cursor.fetchall()
    return sorted({mission for mission, _, _ in found}), [pk for _, pk, has_categories in found if has_categories]


@contextmanager
def joined_by_hash() -> Iterator[None]:
    """Of rows just written there are no statistics: the planner takes thousands for one, and joins them one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on; SET LOCAL enable_mergejoin = on")


def build(
    ids: list[int],
    *,
    periods: list[dt.date] | None = None,
    since: dt.date | None = None,
    groups: Sequence[tuple[str, str]] | None = None,
) -> int:
    """Build rollups afresh: of all periods or some, or from a day on; of all groups, or of some and of those that they are compared with."""
    named = None if groups is None else [f"{kind}:{value}" for kind, value in groups]
    others = None if named is None else [f"not-{name}" for name in named]
    values = {"indicators": ids, "periods": periods, "since": since, "groups": named, "others": others}
    with transaction.atomic(), connection.cursor() as cursor:
        missions, broken_down = lock(ids)
        cursor.execute(FORGET, values)
        with joined_by_hash():
            cursor.execute(BUILD, {**values, "missions": missions, "broken_down": broken_down})
        return int(cursor.rowcount)
