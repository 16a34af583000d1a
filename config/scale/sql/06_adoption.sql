-- Dated events. The first interventions of a mission have many councils, the last ones few: the share falls as 1/√n.
SELECT setseed(0.06);

INSERT INTO adoption_adoptionevent (intervention_id, organisation_id, stage, happened_on, source, source_word, source_reference, evidence_url, note, iteration_id,
    recorded_by_id, recorded_at, supersedes_id, correction_reason)
SELECT i.id, c.id,
    (ARRAY['aware', 'committed', 'piloting', 'live', 'live', 'embedded', 'stopped'])[1 + least(6, floor(e.age * 5 + e.luck * 2)::int)],
    date '2018-04-01' + floor(e.age * (%(until)s::date - date '2018-04-01'))::int,
    (ARRAY['self-reported', 'verified', 'imported'])[1 + mod(e.k, 3)], '', 'scale-' || e.k, '', '', NULL, NULL,
    date '2018-04-02' + floor(e.age * (%(until)s::date - date '2018-04-02'))::int, NULL, ''
FROM (
    SELECT k, 1 + floor(power(random(), 2) * %(interventions)s)::int AS intervention, 1 + floor(random() * %(councils)s)::int AS council, random() AS age,
        random() AS luck
    FROM generate_series(1, %(events)s) k OFFSET 0
) e
JOIN scale_intervention i ON i.n = e.intervention AND i.mission = 1 + mod(e.k, %(missions)s)
JOIN scale_council c ON c.n = e.council;

INSERT INTO adoption_fundedplace (iteration_id, organisation_id, funded_on)
SELECT t.id, c.id, %(until)s::date - 60 FROM scale_iteration t JOIN scale_council c ON mod(c.n, 3 * %(iterations)s) = t.n - 1;
