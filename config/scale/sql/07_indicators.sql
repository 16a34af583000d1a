-- Indicators of each mission, one for each way of adding up, with a baseline and a target.
INSERT INTO outcomes_indicator (mission_id, slug, name, definition, unit, decimals, direction, frequency, over_periods, over_councils, least_coverage, owner_id,
    is_headline, source_title, source_url, caveat, categories_add_up)
SELECT l.mission_id, 'indicator-' || lpad(n::text, 2, '0'), 'Indicator ' || n, 'What is counted.', CASE WHEN mod(n, 4) = 3 THEN '%%' ELSE 'homes' END, 1, 'up', 'month',
    CASE WHEN mod(n, 4) = 0 THEN 'sum' ELSE 'average' END, (ARRAY['sum', 'mean', 'population-mean', 'ratio'])[1 + mod(n, 4)], 0.5,
    CASE WHEN mod(n, 3) > 0 THEN l.lead_id END, n = 1, '', '', '', TRUE
FROM scale_lead l, generate_series(1, %(indicators)s) n;

CREATE TEMP TABLE scale_indicator ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY i.id) - 1 AS n, i.id, i.over_councils
FROM outcomes_indicator i JOIN scale_mission m ON m.id = i.mission_id;
ANALYZE scale_indicator;

INSERT INTO outcomes_level (indicator_id, kind, value, for_day, recorded_at, supersedes_id, correction_reason)
SELECT id, kind, value, day::date, now(), NULL, ''
FROM scale_indicator, (VALUES ('baseline', 400, '2020-04-01'), ('target', 700, '2030-04-01')) level (kind, value, day);
