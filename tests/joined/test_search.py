"""Search: what matches, in which order, and who finds it."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from missions.core.searching import best
from missions.people.models import User
from missions.problems.models import PainPoint
from tests.making import (
    client_of,
    give,
    make_council,
    make_intervention,
    make_lead,
    make_mission,
    make_pain_point,
    make_participant,
    make_report,
    make_round,
    make_user,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def found(query: str, user: User | None = None) -> list[str]:
    response = client_of(user).get(reverse("search"), {"q": query})
    return [hit.title for group in response.context["groups"] for hit in group.hits]


def test_finds_words_parts_of_names_and_codes() -> None:
    mission = make_mission(name="Streets and bins", service="Waste")
    make_pain_point(mission, reference="PP-7", title="Typing addresses twice")
    make_intervention(mission, slug="conservation-area", name="Conservation area")
    make_council("AAA", name="Ayton")
    assert found("waste") == ["Streets and bins"]
    assert found("typed address") == ["Typing addresses twice"]
    assert found("PP-7") == found("pp-7") == ["Typing addresses twice"]
    assert found("conserv") == ["Conservation area"]
    assert found("aaa") == ["Ayton"]
    assert found("nothing of the kind") == []


def test_an_organisation_is_found_by_any_code_and_by_another_name() -> None:
    council = make_council("SMT", name="Somerset")
    council.identifiers.create(scheme="gss", value="E06000066")
    council.identifiers.create(scheme="planning-data", value="local-authority:SUA")
    council.alternative_names.create(name="Levels and Moors Council")
    make_council("ZZZ", name="Zedton")
    for query in ("E06000066", "e06000066", "SUA", "local-authority:SUA", "smt", "levels and m"):
        assert found(query) == ["Somerset"], query


def test_the_group_with_the_best_hit_comes_first() -> None:
    mission = make_mission(name="Bins")
    make_pain_point(mission, title="Bins are full", description="bins bins")
    make_council("BINS", name="Zedton")
    assert found("bins")[0] == "Zedton"


def test_a_proposal_is_found_by_those_on_it_only() -> None:
    mission = make_mission(name="Secret plan", status="proposed")
    make_pain_point(mission, title="Secret pain")
    assert found("secret") == found("secret", make_user()) == []
    assert set(found("secret", make_lead(mission))) == {"Secret plan", "Secret pain"}


def test_rounds_are_found_by_the_team_and_by_those_who_take_part() -> None:
    mission, officer = make_mission(), make_user()
    round_, draft = make_round(mission, title="Which map?"), make_round(mission, title="Which map next?", status="draft")
    for item in (round_, draft):
        make_participant(item, officer, make_council())
    assert found("map") == found("map", make_user()) == []
    assert found("map", officer) == ["Which map?"]
    assert set(found("map", make_lead(mission))) == {"Which map?", "Which map next?"}


def test_drafts_of_reports_are_found_by_the_people_on_the_mission_only() -> None:
    mission = make_mission()
    lead = make_lead(mission)
    make_report(mission, lead, title="Autumn figures")
    assert found("autumn") == found("autumn", give(make_user(), "coordinator", make_council())) == []
    assert found("autumn", lead) == ["Autumn figures"]


@pytest.mark.parametrize("query", ["", "   ", "\x00", "'; drop", '"unclosed', "a & | !", "x" * 5000])
def test_any_query_is_answered(query: str) -> None:
    response = client_of(None).get(reverse("search"), {"q": query})
    assert response.status_code == 200


def test_without_a_query_the_page_says_what_can_be_found() -> None:
    page = client_of(None).get(reverse("search")).content.decode()
    for label in ("Missions", "Pain points", "Interventions", "Councils and other organisations", "Co-design rounds", "Reports"):
        assert f"<li>{label}</li>" in page


def test_the_same_queries_for_fifty_hits() -> None:
    mission = make_mission()
    lead, url = make_lead(mission), f"{reverse('search')}?q=hurts"
    make_pain_point(mission)
    before = queries_of(client_of(lead), url)
    for _ in range(50):
        make_pain_point(mission)
        make_round(mission, title="It hurts")
    assert queries_of(client_of(lead), url) == before <= 12


@pytest.mark.parametrize("query", ["councils type", "PP-1"])
def test_pain_points_are_found_through_their_indexes(query: str) -> None:
    """Each of the three ways to match has an index; if one loses its own, the whole table is read whatever is asked."""
    make_pain_point(make_mission(), reference="PP-1", title="Councils type addresses twice")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    rows = PainPoint.objects.all()
    plans: list[str] = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        plans.extend(line for (line,) in execute(f"EXPLAIN {sql}", params, many, context) or context["cursor"].fetchall())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        (hit,) = best(rows, query, 5, title="title", text=("description", "area"), code="reference")
    assert hit[0].reference == "PP-1"
    plan = "\n".join(plans)
    for index in ("pain_point_words", "pain_point_title_parts", "pain_point_code_any_case"):
        assert f"Bitmap Index Scan on {index}" in plan, plan
