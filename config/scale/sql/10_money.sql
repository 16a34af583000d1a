-- A fund for each mission and its awards.
INSERT INTO funding_fund (mission_id, slug, name, legal_power, started_on, documentation_url, is_section_31, conditions, is_illustrative)
SELECT m.id, 'scale-fund-' || k, 'Fund ' || k, 'Section 31, Local Government Act 2003', date '2018-04-01', '', FALSE, '', FALSE FROM scale_mission m, generate_series(1, 5) k;

CREATE TEMP TABLE scale_fund ON COMMIT DROP AS
SELECT f.id, f.mission_id, row_number() OVER (ORDER BY f.id) - 1 AS n FROM funding_fund f JOIN scale_mission m ON m.id = f.mission_id;
ANALYZE scale_fund;

INSERT INTO funding_award (fund_id, reference, recipient_id, amount, awarded_on, purpose, status, iteration_id, iteration_basis, intervention_id, notes, documentation_url,
    status_reason, summary, conditions, route, route_reason, committed, paid)
SELECT f.id, 'A-' || lpad(k::text, 6, '0'), c.id, 1000 + 10 * mod(k * 37, 20000), %(until)s::date - mod(k * 13, 2500), 'council-backfill', 'recorded', t.id, 'judgement', NULL, '', '',
    '', '', '', '', '', 0, 0
FROM generate_series(1, %(awards)s) k
JOIN scale_fund f ON f.n = mod(k, 5 * %(missions)s)
JOIN scale_council c ON c.n = 1 + mod(k * 11, %(councils)s)
JOIN scale_iteration t ON t.mission_id = f.mission_id AND t.n = 1 + mod(k, %(iterations)s);
