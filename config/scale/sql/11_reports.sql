-- Decisions asked of directors and reports that they read.
INSERT INTO decisions_decision (mission_id, iteration_id, question, background, options, recommendation, recommendation_reason, dissent, asked_of_id, asked_by_id, asked_at, due_on,
    status, outcome, rationale, decided_by_id, decided_at, evidence_id, is_illustrative)
SELECT l.mission_id, t.id, 'Should it go on?', '', '["scale", "continue", "adapt", "stop"]', 'scale', 'It works.', '', l.director_id, l.lead_id, now(), %(until)s::date + 10,
    'asked', '', '', NULL, NULL, NULL, true
FROM scale_lead l JOIN scale_iteration t ON t.mission_id = l.mission_id AND t.n <= 4;

INSERT INTO reports_report (mission_id, issue, version, title, narrative, texts, status, as_at, known_at, content, sha256, confidence, confidence_reason, next_review_on, author_id,
    created_at, submitted_at, answered_by_id, answered_at, comments, is_illustrative)
SELECT l.mission_id, n, 1, 'Outcome report ' || n, '', '{}', CASE WHEN n = 8 THEN 'submitted' ELSE 'signed-off' END, %(until)s::date - 90 * (8 - n), now(), '{}', repeat('0', 64), 'amber',
    'Some of it moves.', %(until)s::date + 90, l.lead_id, now(), now(), CASE WHEN n < 8 THEN l.director_id END, CASE WHEN n < 8 THEN now() END, '', true
FROM scale_lead l, generate_series(1, 8) n;

INSERT INTO reports_reading (report_id, user_id, read_at)
SELECT r.id, l.director_id, now() FROM reports_report r JOIN scale_lead l ON l.mission_id = r.mission_id WHERE r.status = 'signed-off';

DROP TABLE scale_council, scale_user, scale_mission, scale_lead, scale_pain_point, scale_intervention, scale_iteration, scale_indicator, scale_round, scale_fund;
