"""Published interventions and iterations."""

import datetime as dt

import pytest

from missions.interventions.importers import STATUSES, read_interventions, read_interventions_of_awards, read_iterations
from missions.interventions.imports import store_interventions, store_iterations
from missions.interventions.lifecycle import INTERVENTION
from missions.interventions.models import Intervention, IterationServes
from missions.interventions.rows import InterventionRow, IterationRow
from tests.making import make_intervention, make_mission, make_pain_point

INTERVENTIONS = "id,name,kind,aims_at,pain_point_ids,start_date,status,lead_body,source_url\n"
ITERATIONS = "id,intervention_id,name,fund_ref,scaling_method_tested,start_date,end_date,lesson_or_decision_after,lesson_basis,source_url\n"


def interventions(*lines: str) -> list[InterventionRow]:
    rows, problems = read_interventions(
        (INTERVENTIONS + "\n".join(lines)).encode(), slugs={"I-1": "article-4"}, levers={"I-1": ["grants"]}, headline="article-4"
    )
    assert problems == []
    return rows


def test_a_published_slug_is_kept_and_another_is_made_from_the_name() -> None:
    rows = interventions("I-1,Data specification: Article 4,data specification,,,,,,", "I-2,Back office,tool,,,,,,")
    assert [(row.slug, row.name, row.is_headline, row.levers) for row in rows] == [
        ("article-4", "Article 4", True, ("grants",)),
        ("back-office", "Back office", False, ()),
    ]


@pytest.mark.parametrize(
    ("word", "status"),
    [("live", "scaling"), ("completed", "stopped"), ("working draft", "alpha"), ("", "idea"), ("who knows", "idea")],
)
def test_published_words_become_our_statuses_and_are_kept(word: str, status: str) -> None:
    row = interventions(f"I-2,Tool,tool,,,,{word},,")[0]
    assert (row.status, row.published_status) == (status, word)
    assert (status == "stopped") == (row.status_reason != "")


def test_every_word_maps_to_a_status_that_exists() -> None:
    assert set(STATUSES.values()) <= set(INTERVENTION.states)


def test_pain_points_are_a_list_and_an_unknown_kind_is_told() -> None:
    assert interventions("I-2,Tool,tool,,PP-1 PP-2,,,,")[0].pain_points == ("PP-1", "PP-2")
    rows, problems = read_interventions((INTERVENTIONS + "I-3,X,spell,,,,,,").encode(), slugs={}, levers={}, headline="")
    assert (rows, [(problem.line, problem.column) for problem in problems]) == ([], [(2, "kind")])


def test_an_iteration_s_published_last_day_lies_in_it() -> None:
    rows, _ = read_iterations(
        (ITERATIONS + "T-1,I-1,Round 1,fund-1,lead councils,2022-04-01,2023-03-31,,,").encode(),
        slugs={},
        methods={"T-1": "lead-councils"},
        interventions={"I-1": "article-4"},
        judged={"T-1": ["planx"]},
    )
    row = rows[0]
    assert (row.slug, row.method, row.ends_on) == ("fund-1", "lead-councils", dt.date(2023, 4, 1))
    assert (row.serves, row.serves_by_judgement) == (("article-4",), ("planx",))


def test_interventions_named_in_award_lists_are_of_one_project() -> None:
    rows, _ = read_interventions_of_awards(
        b"project,reference,name,description\ndigital-planning,improvement,Improvement,Money\nother,x,X,\n",
        project="digital-planning",
    )
    assert [row.slug for row in rows] == ["improvement"]


@pytest.mark.django_db
def test_a_second_import_keeps_the_team_s_status() -> None:
    mission = make_mission()
    make_pain_point(mission, reference="PP-1")
    row = InterventionRow("tool", "Tool", "tool", "beta", pain_points=("PP-1", "PP-9"))
    assert store_interventions(mission, [row]).created == 1
    Intervention.objects.update(status="scaling")
    assert store_interventions(mission, [row]).unchanged == 1
    item = Intervention.objects.get()
    assert item.status == "scaling"
    assert [link.basis for link in item.addresses.all()] == ["judgement"]


@pytest.mark.django_db
def test_a_link_that_a_source_states_outranks_our_judgement() -> None:
    mission = make_mission()
    make_intervention(mission, slug="tool")
    row = IterationRow("one", "One", "other", serves=("tool",), serves_by_judgement=("tool",))
    assert store_iterations(mission, [row]).created == 1
    assert IterationServes.objects.get().basis == "source"
    assert store_iterations(mission, [row]).unchanged == 1
