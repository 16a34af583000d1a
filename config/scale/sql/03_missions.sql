-- Missions with their mandate, population, goals and team. Person 1 to 5 of each mission: director, lead, member, analyst, observer.
INSERT INTO stewardship_lever (slug, name, style, stage, description)
VALUES ('scale-grants', 'Grants at scale', 'fund', 'structured', ''), ('scale-standards', 'Standards at scale', 'regulate', 'mature', '')
ON CONFLICT DO NOTHING;

INSERT INTO stewardship_mission (slug, name, service, problem, vision, lead_department_id, status, review_every_months, source_url,
    is_illustrative, starts_on, ends_on)
SELECT 'scale-' || lpad(n::text, 2, '0'), 'Mission ' || lpad(n::text, 2, '0'), 'Service ' || n, 'Every council buys its own.', '', o.id, 'active', 3, '', true,
    date '2018-04-01', NULL
FROM generate_series(1, %(missions)s) n, register_organisation o WHERE o.code = 'scale-department';

CREATE TEMP TABLE scale_mission ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY id) AS n, id FROM stewardship_mission WHERE slug LIKE 'scale-%%' ORDER BY id;
ANALYZE scale_mission;

INSERT INTO stewardship_eligibletype (mission_id, nation, council_type, starts_on, ends_on)
SELECT m.id, 'England', t, NULL, NULL
FROM scale_mission m, unnest(ARRAY['district', 'unitary', 'metropolitan', 'london-borough', 'county']) t;

INSERT INTO stewardship_goal (mission_id, position, text)
SELECT m.id, p, 'Goal ' || p FROM scale_mission m, generate_series(1, 4) p;

INSERT INTO stewardship_mandate (mission_id, award_limit, iteration_limit, starts_on, ends_on)
SELECT id, 250000, 1000000, date '2018-04-01', %(until)s::date + 900 FROM scale_mission;

INSERT INTO stewardship_mandate_levers (mandate_id, lever_id)
SELECT d.id, l.id FROM stewardship_mandate d JOIN scale_mission m ON m.id = d.mission_id, stewardship_lever l WHERE l.slug LIKE 'scale-%%';

INSERT INTO stewardship_missionrole (mission_id, user_id, role, starts_on, ends_on)
SELECT m.id, u.id, r.role, date '2018-04-01', NULL
FROM scale_mission m
CROSS JOIN unnest(ARRAY['director', 'lead', 'member', 'analyst', 'observer']) WITH ORDINALITY r (role, place)
JOIN scale_user u ON u.n = CASE r.place WHEN 1 THEN 2 ELSE 2 + 4 * (m.n - 1) + r.place - 1 END;

CREATE TEMP TABLE scale_lead ON COMMIT DROP AS
SELECT m.id AS mission_id, lead.user_id AS lead_id, director.user_id AS director_id
FROM scale_mission m
JOIN stewardship_missionrole lead ON lead.mission_id = m.id AND lead.role = 'lead'
JOIN stewardship_missionrole director ON director.mission_id = m.id AND director.role = 'director';
ANALYZE scale_lead;
