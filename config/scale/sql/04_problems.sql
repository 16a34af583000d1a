-- Pain points of each mission and what councils said under them.
INSERT INTO problems_painpoint (mission_id, reference, title, description, barrier, area, status, status_reason, owner_id, reported_on, is_illustrative)
SELECT l.mission_id, 'PP-' || lpad(n::text, 5, '0'), 'Officers type the same figure into ' || 2 + mod(n, 7) || ' systems (' || n || ')', 'It takes time.',
    (ARRAY['market', 'lock-in', 'data', 'capacity', 'funding', 'procurement', 'regulation', 'process', 'engagement', 'adoption', 'other'])[1 + mod(n, 11)],
    'Area ' || mod(n, 8), (ARRAY['reported', 'validated', 'being-addressed', 'resolved', 'not-pursued'])[1 + mod(n, 5)],
    CASE WHEN mod(n, 5) = 4 THEN 'Others do it.' ELSE '' END, CASE WHEN mod(n, 4) > 0 THEN l.lead_id END,
    %(until)s::date - mod(n, 1500), true
FROM scale_lead l, generate_series(1, %(pain_points)s) n;

CREATE TEMP TABLE scale_pain_point ON COMMIT DROP AS
SELECT row_number() OVER (PARTITION BY p.mission_id ORDER BY p.id) AS n, p.id, p.mission_id
FROM problems_painpoint p JOIN scale_mission m ON m.id = p.mission_id;
ANALYZE scale_pain_point;

-- The first pain point of each mission has 200 voices, the others a few.
WITH said AS (
    INSERT INTO problems_evidence (mission_id, source, reference, text, who_it_hurts, hours_a_month, severity, system_in_use, said_by_id, organisation_id,
        reporter, disclosure, said_on, source_title, source_url, recorded_at, how_often, shown_by, how_it_differs, sensitive_because)
    SELECT p.mission_id, 'workshop', 'E-' || p.n || '-' || k, 'We copy every application by hand, and it goes wrong about once a week.', 'Planning officers',
        1 + mod(p.n * k, 40), 1 + mod(p.n + k, 5), 'System ' || mod(p.n, 9), NULL, c.id, '',
        (ARRAY['public', 'councils', 'team'])[1 + mod(p.n + k, 3)], %(until)s::date - mod(p.n, 1500)::int, '', '', now() - mod(p.n, 1500) * interval '1 day', '', '', '', ''
    FROM scale_pain_point p
    CROSS JOIN LATERAL generate_series(1, CASE WHEN p.n = 1 THEN least(200, %(pain_points)s) ELSE mod(p.n, 4)::int END) k
    JOIN scale_council c ON c.n = 1 + mod(p.n * 7 + k, %(councils)s)
    RETURNING id, mission_id, recorded_at, split_part(reference, '-', 2)::int AS n
)
INSERT INTO problems_evidencelink (pain_point_id, evidence_id, basis, linked_at)
SELECT p.id, said.id, 'judgement', said.recorded_at
FROM said JOIN scale_pain_point p ON p.mission_id = said.mission_id AND p.n = said.n;
