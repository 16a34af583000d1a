-- One value for each council, indicator and month, counted back from this month; 3 in 100 say why there is none, 1 in 500 is corrected.
SELECT setseed(0.08);

INSERT INTO outcomes_measurement (indicator_id, organisation_id, period_start, category, value_state, value, numerator, denominator, status, note,
    recorded_by_id, recorded_at, supersedes_id, correction_reason, question)
SELECT i.id, c.id, m.period, '', CASE WHEN m.chance < 0.03 THEN 'not-collected' ELSE 'number' END,
    CASE WHEN m.chance >= 0.03 THEN round((m.chance * 1000)::numeric, 1) END,
    CASE WHEN m.chance >= 0.03 AND i.over_councils = 'ratio' THEN round((m.chance * 100)::numeric) END,
    CASE WHEN m.chance >= 0.03 AND i.over_councils = 'ratio' THEN 100 END, 'verified', '', NULL, m.period + interval '40 days', NULL, '', ''
FROM (
    SELECT mod(k, %(councils)s) + 1 AS council, mod(k / %(councils)s, %(missions)s * %(indicators)s) AS indicator,
        (date_trunc('month', %(until)s::timestamp) - (1 + k / (%(councils)s * %(missions)s * %(indicators)s)) * interval '1 month')::date AS period,
        random() AS chance
    FROM generate_series(0, %(measurements)s - 1) k OFFSET 0
) m
JOIN scale_indicator i ON i.n = m.indicator
JOIN scale_council c ON c.n = m.council;

INSERT INTO outcomes_measurement (indicator_id, organisation_id, period_start, category, value_state, value, numerator, denominator, status, note,
    recorded_by_id, recorded_at, supersedes_id, correction_reason, question)
SELECT indicator_id, organisation_id, period_start, category, 'number', 500, 50, 100, status, '', NULL, recorded_at + interval '10 days', id, 'Typed wrongly.', ''
FROM outcomes_measurement WHERE mod((10 * value)::int, 500) = 7 AND supersedes_id IS NULL AND indicator_id IN (SELECT id FROM scale_indicator);
