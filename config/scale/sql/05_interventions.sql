-- Interventions of each mission, what they address, and the iterations that scaled them.
INSERT INTO interventions_intervention (mission_id, slug, name, kind, summary, hypothesis, status, status_reason, published_status, owner_id, lead_body,
    started_on, is_headline, is_illustrative, reference, source_url)
SELECT l.mission_id, 'intervention-' || lpad(n::text, 3, '0'), 'Intervention ' || lpad(n::text, 3, '0'),
    (ARRAY['data-standard', 'tool', 'platform', 'regulation', 'guidance', 'council-funding'])[1 + mod(n, 6)], 'What it is.', 'If so, then so.',
    (ARRAY['scaling', 'beta', 'alpha', 'discovery', 'embedded', 'idea'])[1 + mod(n, 6)], '', '',
    CASE WHEN mod(n, 5) > 0 THEN l.lead_id END, '', date '2018-04-01' + mod(n * 17, 2000), n = 1, true, '', ''
FROM scale_lead l, generate_series(1, %(interventions)s) n;

CREATE TEMP TABLE scale_intervention ON COMMIT DROP AS
SELECT row_number() OVER (PARTITION BY i.mission_id ORDER BY i.id) AS n, i.id, i.mission_id, m.n AS mission
FROM interventions_intervention i JOIN scale_mission m ON m.id = i.mission_id;
ANALYZE scale_intervention;

INSERT INTO interventions_intervention_levers (intervention_id, lever_id)
SELECT i.id, l.id FROM scale_intervention i, stewardship_lever l WHERE l.slug = 'scale-grants';

INSERT INTO interventions_painpointaddressed (intervention_id, pain_point_id, basis)
SELECT i.id, p.id, 'judgement'
FROM scale_intervention i JOIN scale_pain_point p ON p.mission_id = i.mission_id AND mod(p.n - 1, %(interventions)s) = i.n - 1;

INSERT INTO interventions_iteration (mission_id, slug, name, method, method_in_words, hypothesis, lesson, lesson_basis, status, owner_id, expected_adopters,
    expected_outcome, targeted_by, follows_id, is_illustrative, reference, source_url, starts_on, ends_on)
SELECT l.mission_id, 'round-' || lpad(n::text, 3, '0'), 'Funding round ' || n,
    (ARRAY['peer-champions', 'council-backfill', 'competitive-pilots', 'supplier-funding', 'mandation', 'publicity'])[1 + mod(n, 6)], '', 'It scales.', '', '',
    CASE WHEN n <= 2 THEN 'running' WHEN n <= 4 THEN 'deciding' ELSE 'decided' END, CASE WHEN mod(n, 4) > 0 THEN l.lead_id END, 20, '', '', NULL, true, '', '',
    %(until)s::date - 90 - n * 60, %(until)s::date + 90 - n * 60
FROM scale_lead l, generate_series(1, %(iterations)s) n;

CREATE TEMP TABLE scale_iteration ON COMMIT DROP AS
SELECT row_number() OVER (PARTITION BY i.mission_id ORDER BY i.id) AS n, i.id, i.mission_id
FROM interventions_iteration i JOIN scale_mission m ON m.id = i.mission_id;
ANALYZE scale_iteration;

INSERT INTO interventions_iterationserves (iteration_id, intervention_id, basis)
SELECT t.id, i.id, 'judgement'
FROM scale_iteration t JOIN scale_intervention i ON i.mission_id = t.mission_id AND mod(i.n - 1, %(iterations)s) = t.n - 1;

INSERT INTO interventions_iteration_targeted_councils (iteration_id, organisation_id)
SELECT t.id, c.id FROM scale_iteration t JOIN scale_council c ON mod(c.n, %(iterations)s) = t.n - 1;
