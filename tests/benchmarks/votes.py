"""What comes out of a round's votes, against plain numpy on the same votes in the same run."""

import time
from typing import Any

import numpy as np
from django.db import connection, transaction

from codesign.models import Round
from codesign.reckoning import reckon
from missions.stewardship.models import Mission
from tests.benchmarks.jobs import Job
from tests.benchmarks.pages import MISSION

PEOPLE, STATEMENTS, SUBMISSIONS = 5_000, 20, 2_000
RUNS = 3

FILL = """
WITH r AS (
    INSERT INTO codesign_round (mission_id, slug, title, purpose, question, minutes, opens_at, closes_at, status, is_illustrative,
        imported_from, weighing, rejection_reasons, asks_what_hurts)
    VALUES (%(mission)s, 'bench-votes', 'Bench', 'find', 'What hurts?', 10,
        now() - interval '30 days', now() - interval '1 day', 'open', false, '', '', '', true)
    RETURNING id
), s AS (
    INSERT INTO codesign_statement (round_id, position, text, moderation)
    SELECT r.id, n, 'Statement ' || n, 'accepted' FROM r, generate_series(1, %(statements)s) n RETURNING id, position
), u AS (
    INSERT INTO people_user (email, name, password, is_active, is_administrator, date_joined)
    SELECT 'bench-votes-' || n || '@scale.example', '', '', true, false, now() FROM generate_series(1, %(people)s) n
    RETURNING id, email
), c AS (
    SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS all FROM register_organisation WHERE kind = 'council'
), m AS (SELECT u.id, u.email, split_part(split_part(u.email, '@', 1), '-', 3)::int AS n FROM u)
, i AS (
    INSERT INTO codesign_invitation (round_id, email, organisation_id, segment, nonce, invited_at, came_by)
    SELECT r.id, m.email, c.id, 'council', '', now(), 'team' FROM r, m JOIN c ON c.n = 1 + mod(m.n, c.all) RETURNING id, email, organisation_id
), p AS (
    INSERT INTO codesign_participant (round_id, invitation_id, user_id, organisation_id, segment, joined_at, answered_at)
    SELECT r.id, i.id, m.id, i.organisation_id, 'council', now(), now() FROM r, i JOIN m ON m.email = i.email RETURNING id, organisation_id, user_id
), v AS (
    INSERT INTO codesign_vote (statement_id, participant_id, value)
    SELECT s.id, p.id, CASE WHEN mod(abs(hashint8(p.id * 31 + s.id)), 10) < 2 THEN 0
        WHEN (mod(p.id, 3) = 0) = (s.position <= %(statements)s / 2) THEN 1 ELSE -1 END
        * CASE WHEN mod(abs(hashint8(p.id * 17 + s.id)), 10) < 2 THEN -1 ELSE 1 END
    FROM p, s
), e AS (
    INSERT INTO problems_evidence (mission_id, source, reference, text, who_it_hurts, severity, system_in_use, organisation_id, reporter,
        disclosure, source_title, source_url, recorded_at, how_often, shown_by, how_it_differs, sensitive_because)
    SELECT %(mission)s, 'round', 'bench-' || p.id, 'It takes us two days.', '', 3, '', p.organisation_id, '', 'councils', '', '', now(),
        '', '', '', ''
    FROM (SELECT * FROM p ORDER BY id LIMIT %(submissions)s) p RETURNING id, reference
)
INSERT INTO codesign_contribution (participant_id, evidence_id, submitted_at) SELECT substr(reference, 7)::bigint, id, now() FROM e
"""


def votes_job() -> Job:
    """5,000 people, 2,000 submissions and 100,000 votes in one round; rolled back."""
    with transaction.atomic():
        given = {
            "people": PEOPLE,
            "statements": STATEMENTS,
            "submissions": SUBMISSIONS,
            "mission": Mission.objects.get(slug=MISSION).pk,
        }
        with connection.cursor() as cursor:
            cursor.execute(FILL, given)
            cursor.execute("ANALYZE codesign_vote, codesign_participant, codesign_statement")
        round_ = Round.objects.select_related("mission").get(slug="bench-votes")
        reckon(round_), bare(round_)  # warm
        mine, theirs = [], []
        for _ in range(RUNS):
            started = time.perf_counter()
            reckon(round_)
            between = time.perf_counter()
            bare(round_)
            mine.append(between - started)
            theirs.append(time.perf_counter() - between)
        transaction.set_rollback(True)
    name = f"results of {PEOPLE:,} people’s {PEOPLE * STATEMENTS:,} votes, against plain numpy"
    return Job(name, min(mine), min(theirs), 2.0, PEOPLE * STATEMENTS)


def bare(round_: Round) -> Any:
    """The same figures without keeping anything secret: counts and consensus by type, components, k-means, silhouette, stability."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.position - 1, v.participant_id, v.value, o.council_type FROM codesign_vote v JOIN codesign_statement s ON s.id = v.statement_id"
            " JOIN codesign_participant p ON p.id = v.participant_id JOIN register_organisation o ON o.id = p.organisation_id"
            " WHERE s.round_id = %s",
            [round_.pk],
        )
        rows = cursor.fetchall()
    column, value = np.array([row[0] for row in rows]), np.array([row[2] for row in rows])
    people, row = np.unique(np.array([row[1] for row in rows]), return_inverse=True)
    kinds, kind = np.unique(np.array([row[3] for row in rows]), return_inverse=True)
    seen = np.zeros((len(kinds), STATEMENTS))
    agree = np.zeros((len(kinds), STATEMENTS))
    np.add.at(seen, (kind, column), 1)
    np.add.at(agree, (kind, column), value == 1)
    consensus = np.prod((agree + 1) / (seen + 2), axis=0) ** (1 / len(kinds))
    table = np.zeros((len(people), STATEMENTS))
    table[row, column] = value
    points = _components(table)
    random = np.random.default_rng(1)
    best = max(
        (_silhouette(points[::3], labels[::3]), count) for count in range(2, 6) for labels in [_kmeans(points, count, random, 10)]
    )
    stable = []
    for _ in range(10):
        part = random.choice(len(points), size=4 * len(points) // 5, replace=False)
        stable.append(_kmeans(_components(table[part]), best[1], random, 3))
    return consensus, best, stable


def _components(table: Any) -> Any:
    centred = table - table.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return centred @ axes[:2].T


def _kmeans(points: Any, count: int, random: Any, starts: int) -> Any:
    found = None
    for _ in range(starts):
        centres = points[random.choice(len(points), size=count, replace=False)]
        for _ in range(100):
            distances = ((points[:, None, :] - centres[None]) ** 2).sum(axis=2)
            labels = distances.argmin(axis=1)
            moved = np.array([points[labels == k].mean(axis=0) if (labels == k).any() else centres[k] for k in range(count)])
            if np.allclose(moved, centres):
                break
            centres = moved
        cost = distances.min(axis=1).sum()
        if found is None or cost < found[0]:
            found = (cost, labels)
    return found[1] if found else None


def _silhouette(points: Any, labels: Any) -> float:
    distances = np.sqrt(((points[:, None, :] - points[None]) ** 2).sum(axis=2))
    groups = np.unique(labels)
    sums = np.stack([distances[:, labels == group].sum(axis=1) for group in groups], axis=1)
    sizes = np.array([(labels == group).sum() for group in groups])
    own = labels[:, None] == groups
    inside = sums[own] / np.maximum(sizes[np.searchsorted(groups, labels)] - 1, 1)
    outside = np.where(own, np.inf, sums / sizes).min(axis=1)
    return float(((outside - inside) / np.maximum(outside, inside)).mean())
