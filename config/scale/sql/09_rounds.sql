-- Three rounds of each mission (open, closed, responded) with statements, invitations, participants, votes, submissions and answers.
INSERT INTO codesign_round (mission_id, slug, title, purpose, question, minutes, opens_at, closes_at, status, owner_id, is_illustrative,
    imported_from, weighing, rejection_reasons, asks_what_hurts)
SELECT l.mission_id, 'what-hurts-' || r.n, 'What hurts (' || r.n || ')', 'find', 'What hurts?', 10, %(until)s::timestamptz - r.age * interval '1 day' - interval '14 days',
    %(until)s::timestamptz - r.age * interval '1 day' + interval '14 days', r.status, l.lead_id, true, '', '', '', true
FROM scale_lead l, (VALUES (1, 0, 'open'), (2, 90, 'closed'), (3, 180, 'responded')) r (n, age, status);

CREATE TEMP TABLE scale_round ON COMMIT DROP AS
SELECT r.id, r.mission_id, r.status, r.closes_at, row_number() OVER (ORDER BY r.id) AS n FROM codesign_round r JOIN scale_mission m ON m.id = r.mission_id;
ANALYZE scale_round;

INSERT INTO codesign_statement (round_id, position, text, moderation) SELECT r.id, p, 'Statement ' || p, 'accepted' FROM scale_round r, generate_series(1, 10) p;

INSERT INTO codesign_invitation (round_id, email, organisation_id, segment, nonce, invited_at, withdrawn_at, came_by)
SELECT r.id, 'person' || u.n || '@scale.example', c.id, 'council', md5(r.id || '-' || u.n), r.closes_at - interval '28 days', NULL, 'team'
FROM scale_round r
JOIN scale_user u ON mod(u.n + r.n, greatest(1, %(users)s / (2 * %(participants)s))) = 0
JOIN scale_council c ON c.n = 1 + mod(u.n, %(councils)s);

INSERT INTO codesign_participant (round_id, invitation_id, user_id, organisation_id, segment, joined_at, answered_at)
SELECT v.round_id, v.id, u.id, v.organisation_id, 'council', v.invited_at + interval '1 day', v.invited_at + interval '1 day'
FROM (SELECT *, row_number() OVER (PARTITION BY round_id ORDER BY id) AS n FROM codesign_invitation WHERE round_id IN (SELECT id FROM scale_round)) v
JOIN people_user u ON u.email = v.email
WHERE v.n <= %(participants)s;

INSERT INTO codesign_vote (statement_id, participant_id, value)
SELECT s.id, p.id, mod(('x' || left(md5(u.email || r.n || s.position), 6))::bit(24)::int, 3) - 1
FROM codesign_participant p
JOIN people_user u ON u.id = p.user_id
JOIN scale_round r ON r.id = p.round_id
JOIN codesign_statement s ON s.round_id = p.round_id;

WITH said AS (
    INSERT INTO problems_evidence (mission_id, source, reference, text, who_it_hurts, hours_a_month, severity, system_in_use, said_by_id, organisation_id, reporter,
        disclosure, said_on, source_title, source_url, recorded_at, how_often, shown_by, how_it_differs, sensitive_because)
    SELECT r.mission_id, 'round', 'R-' || p.id, 'It takes us two days a month.', '', 15, 3, '', p.user_id, p.organisation_id, '', 'councils', p.joined_at::date, '', '', p.joined_at, '', '', '', ''
    FROM codesign_participant p JOIN scale_round r ON r.id = p.round_id
    RETURNING id, reference, recorded_at
)
INSERT INTO codesign_contribution (participant_id, evidence_id, submitted_at)
SELECT substr(reference, 3)::bigint, id, recorded_at FROM said;

INSERT INTO codesign_response (contribution_id, what, text, pain_point_id, answered_by_id, answered_at)
SELECT k.id, (ARRAY['done', 'will', 'partly', 'wont'])[1 + mod(k.id, 4)], 'We did what we could.', p.id, l.lead_id, r.closes_at + interval '20 days'
FROM codesign_contribution k
JOIN codesign_participant c ON c.id = k.participant_id
JOIN scale_round r ON r.id = c.round_id AND r.status = 'responded'
JOIN scale_lead l ON l.mission_id = r.mission_id
JOIN scale_pain_point p ON p.mission_id = r.mission_id AND p.n = 1 + mod(k.id, %(pain_points)s);
