-- People, each with a role for a council; those of missions follow with the missions.
INSERT INTO people_user (password, last_login, email, name, is_active, is_administrator, date_joined, forgotten_at)
SELECT '!', NULL, 'person' || n || '@scale.example', 'Person ' || n, true, n = 1, now(), NULL
FROM generate_series(1, %(users)s) n;

CREATE TEMP TABLE scale_user ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY id) AS n, id FROM people_user WHERE email LIKE '%%@scale.example' ORDER BY id;
ANALYZE scale_user;

INSERT INTO people_organisationrole (user_id, organisation_id, role, starts_on, ends_on)
SELECT u.id, c.id, (ARRAY['coordinator', 'contributor', 'data-provider', 'finance-certifier', 'signatory'])[1 + mod(u.n, 5)],
    date '2020-04-01', NULL
FROM scale_user u JOIN scale_council c ON c.n = 1 + mod(u.n, %(councils)s);
