-- Councils that exist, councils that merged into some of them, suppliers and a department.
SELECT setseed(0.01);

INSERT INTO register_organisation (code, name, official_name, kind, council_type, nation, region, population, population_year,
    latitude, longitude, website, email_domain, starts_on, ends_on)
SELECT 'scale-' || lpad(n::text, 4, '0'), 'Council ' || lpad(n::text, 4, '0'), '', 'council',
    CASE WHEN mod(n, 20) < 10 THEN 'district' WHEN mod(n, 20) < 14 THEN 'unitary' WHEN mod(n, 20) < 16 THEN 'metropolitan'
        WHEN mod(n, 20) < 18 THEN 'london-borough' ELSE 'county' END,
    'England',
    (ARRAY['North East', 'North West', 'Yorkshire and The Humber', 'East Midlands', 'West Midlands', 'East of England', 'London',
        'South East', 'South West'])[1 + mod(n, 9)],
    40000 + floor(random() * 500000), 2020, 50 + random() * 5, -5 + random() * 6, '', 'council' || n || '.scale.example',
    CASE WHEN n <= %(mergers)s THEN date '2023-04-01' ELSE date '1974-04-01' END, NULL
FROM generate_series(1, %(councils)s) n;

CREATE TEMP TABLE scale_council ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY code) AS n, id FROM register_organisation WHERE code ~ '^scale-\d' ORDER BY code;
ANALYZE scale_council;

INSERT INTO register_identifier (organisation_id, scheme, value)
SELECT id, 'local-authority', 'scale-' || n FROM scale_council
ON CONFLICT DO NOTHING;

WITH former AS (
    INSERT INTO register_organisation (code, name, official_name, kind, council_type, nation, region, population, population_year,
        latitude, longitude, website, email_domain, starts_on, ends_on)
    SELECT 'scale-old-' || lpad(n::text, 4, '0'), 'Former council ' || lpad(n::text, 4, '0'), '', 'council', 'district', 'England', 'South East',
        60000, 2020, NULL, NULL, '', '', date '1974-04-01', date '2023-04-01'
    FROM generate_series(1, 2 * %(mergers)s) n
    RETURNING id, code
)
INSERT INTO register_succession (predecessor_id, successor_id, vests_on, status, population_share)
SELECT former.id, scale_council.id, date '2023-04-01', 'taken-effect', NULL
FROM former JOIN scale_council ON scale_council.n = (right(former.code, 4)::int + 1) / 2;

INSERT INTO register_organisation (code, name, official_name, kind, council_type, nation, region, website, email_domain)
SELECT 'scale-supplier-' || n, 'Supplier ' || n, '', 'supplier', '', '', '', '', ''
FROM generate_series(1, %(councils)s / 2) n;

INSERT INTO register_organisation (code, name, official_name, kind, council_type, nation, region, website, email_domain)
VALUES ('scale-department', 'Department of Scale', '', 'department', '', '', '', '', '');
