"""The scale data set: small here, whole, the same each time, and never mixed with real records."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from codesign.models import Vote
from missions.adoption.models import AdoptionEvent, AdoptionRollup
from missions.interventions.models import Intervention
from missions.outcomes.models import Indicator, Measurement, Rollup
from missions.problems.models import PainPoint
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests.making import client_of, make_mission

SMALL = {
    "councils": 40,
    "missions": 2,
    "users": 100,
    "pain_points": 20,
    "interventions": 5,
    "iterations": 4,
    "events": 300,
    "measurements": 2_000,
    "participants": 10,
    "awards": 30,
}


def seed(**options: Any) -> str:
    told = StringIO()
    call_command("seed_scale", stderr=told, **{**SMALL, **options})
    return told.getvalue()


@pytest.mark.django_db
def test_it_makes_what_was_asked_for_and_the_counts_that_pages_read() -> None:
    told = seed()
    councils = Organisation.objects.filter(kind="council")
    assert councils.filter(ends_on=None).count() == 40
    assert Mission.objects.count() == 2
    assert PainPoint.objects.count() == 40
    assert AdoptionEvent.objects.count() == 300
    assert Measurement.objects.filter(supersedes=None).count() == 2_000
    assert Vote.objects.exists()
    assert AdoptionRollup.objects.count() == Intervention.objects.count() == 10
    assert set(Rollup.objects.values_list("indicator", flat=True)) == set(Indicator.objects.values_list("pk", flat=True))
    assert "measurements …" in told


@pytest.mark.django_db
def test_it_is_the_same_each_time() -> None:
    seed()
    first = _sum()
    seed()
    assert _sum() == first


def _sum() -> Any:
    """Of every value that is drawn by chance."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
                (SELECT md5(string_agg(concat(m.value, s.value), ',' ORDER BY i.mission_id, i.slug, o.code, m.period_start))
                 FROM outcomes_measurement m LEFT JOIN outcomes_measurement s ON s.supersedes_id = m.id
                 JOIN outcomes_indicator i ON i.id = m.indicator_id JOIN register_organisation o ON o.id = m.organisation_id
                 WHERE m.supersedes_id IS NULL),
                (SELECT md5(string_agg(concat(e.stage, e.happened_on, o.code), ',' ORDER BY e.source_reference))
                 FROM adoption_adoptionevent e JOIN register_organisation o ON o.id = e.organisation_id),
                (SELECT md5(string_agg(v.value::text, ',' ORDER BY s.round_id, s.position, u.email))
                 FROM codesign_vote v JOIN codesign_statement s ON s.id = v.statement_id JOIN codesign_participant p ON p.id = v.participant_id
                 JOIN people_user u ON u.id = p.user_id)
            """
        )
        return cursor.fetchone()


@pytest.mark.django_db
def test_it_leaves_real_records_alone() -> None:
    make_mission("real")
    with pytest.raises(CommandError, match="not made up"):
        seed()
    assert Mission.objects.count() == 1
    seed(force=True)
    assert Mission.objects.filter(slug="real").exists()
    assert Mission.objects.count() == 3
    with pytest.raises(CommandError, match="real and made-up"):
        seed(force=True)


@pytest.mark.django_db
def test_sizes_that_make_no_sense_are_refused() -> None:
    with pytest.raises(CommandError, match="councils at least 20"):
        seed(councils=5)
    with pytest.raises(CommandError, match="need at least"):
        seed(users=5)


@pytest.mark.django_db
def test_big_tables_have_their_indexes_and_foreign_keys_again() -> None:
    before = _definitions()
    seed()
    assert _definitions() == before


def _definitions() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid IN ('outcomes_measurement'::regclass, 'adoption_adoptionevent'::regclass)"
            " UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid IN ('outcomes_measurement'::regclass, 'adoption_adoptionevent'::regclass) ORDER BY 1"
        )
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_its_pages_answer() -> None:
    seed()
    for url in (
        "/missions/scale-01/",
        "/missions/scale-01/pain-points/",
        "/missions/scale-01/interventions/intervention-001/adoption/",
    ):
        assert client_of(None).get(url).status_code == 200
