"""The thread from a pain point to its outcome."""

import datetime as dt

import pytest
from django.urls import reverse

from config.thread import best_example
from missions.adoption.rollups import refresh_all
from missions.core import clock
from missions.outcomes.models import PublishedOutcome
from missions.outcomes.rollups import rebuild
from missions.problems.models import PainPoint
from missions.stewardship.models import Mission
from tests.making import (
    client_of,
    give,
    make_award,
    make_council,
    make_decision,
    make_director,
    make_event,
    make_evidence,
    make_frozen_evidence,
    make_indicator,
    make_intervention,
    make_iteration,
    make_lead,
    make_measurement,
    make_mission,
    make_pain_point,
    make_report,
    make_user,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def url(point: PainPoint) -> str:
    return reverse("thread", args=[point.mission.slug, point.reference])


def whole(mission: Mission) -> PainPoint:
    point = make_pain_point(mission, reference="PP-9", title="Typed twice")
    council = make_council("AAA", name="Ayton")
    make_evidence(mission, pain_point=point, text="We type it twice.", organisation=council)
    one = make_intervention(mission, slug="one", name="One form", pain_point=point, is_headline=True)
    two = make_intervention(mission, slug="two", name="Two forms", pain_point=point)
    iteration = make_iteration(mission, slug="first", name="First round", serves=one)
    iteration.serves.create(intervention=two, basis="judgement")
    make_award(mission, council, "1000.50", iteration=iteration)
    make_award(mission, council, "2000.25", intervention=two, iteration=iteration)
    make_event(one, council)
    indicator = make_indicator(mission, name="Homes built", is_headline=True)
    make_measurement(indicator, council, "5")
    rebuild([indicator])
    lead, director = make_lead(mission), make_director(mission)
    moment = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
    make_report(
        mission, lead, title="Autumn report", status="signed-off", sha256="0" * 64, confidence="green", confidence_reason="It works.",
        submitted_at=moment, known_at=moment, next_review_on=dt.date(2026, 12, 1), answered_by=director,
    )  # fmt: skip
    make_decision(
        mission, director, lead, iteration=iteration, status="taken", outcome="scale", rationale="It stuck.",
        decided_by=director, decided_at=moment, evidence=make_frozen_evidence(),
    )  # fmt: skip
    return point


def test_shows_every_step_from_what_was_said_to_the_decision() -> None:
    page = client_of(None).get(url(whole(make_mission()))).content.decode()
    for words in (
        "We type it twice.", "One form", "Two forms", "First round", "£3,000.75", "in 2 awards", "1 of 1 councils:", "Homes built",
        "known for 1 of 1 councils", "does not prove", "Autumn report", "It stuck.",
    ):  # fmt: skip
        assert words in page
    assert "that is a gap" not in page


def test_a_missing_link_is_shown_as_a_gap() -> None:
    page = client_of(None).get(url(make_pain_point(make_mission()))).content.decode()
    assert page.count("app-thread__step--missing") == page.count("Nothing yet: that is a gap") == 7


def test_decisions_on_other_iterations_stay_out() -> None:
    mission = make_mission()
    point = whole(mission)
    director = make_director(mission)
    make_decision(
        mission, director, make_lead(mission), iteration=make_iteration(mission), status="taken", outcome="stop",
        rationale="Elsewhere.", decided_by=director, decided_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC),
        evidence=make_frozen_evidence(),
    )  # fmt: skip
    assert [row["rationale"] for row in client_of(None).get(url(point)).context["decisions"]] == ["It stuck."]


def test_an_award_that_serves_two_interventions_counts_once() -> None:
    response = client_of(None).get(url(whole(make_mission())))
    assert (response.context["money"].count, str(response.context["money"].total)) == (2, "3000.75")


def test_quotes_follow_their_disclosure() -> None:
    mission = make_mission()
    point = make_pain_point(mission)
    for level in ("public", "councils", "team"):
        make_evidence(mission, pain_point=point, text=f"Said to {level}.", disclosure=level)
    officer = give(make_user(), "coordinator", make_council())

    def seen(user: object) -> list[str]:
        page = client_of(user).get(url(point)).content.decode()  # type: ignore[arg-type]
        return [level for level in ("public", "councils", "team") if f"Said to {level}." in page]

    assert seen(None) == ["public"]
    assert seen(officer) == ["public", "councils"]
    assert seen(make_lead(mission)) == ["public", "councils", "team"]


def test_published_results_of_other_interventions_stay_out() -> None:
    mission = make_mission()
    point = make_pain_point(mission)
    ours, other = make_intervention(mission, pain_point=point), make_intervention(mission)
    for item, name in ((ours, "Fewer calls"), (other, "Faster post")):
        PublishedOutcome.objects.create(
            mission=mission, reference=name, name=name, value="5", evidence_type="survey", intervention=item
        )
    page = client_of(None).get(url(point)).content.decode()
    assert "Fewer calls" in page
    assert "Faster post" not in page


def test_queries_are_the_same_with_fifty_interventions() -> None:
    mission = make_mission()
    point, lead = whole(mission), make_lead(mission)
    refresh_all([mission], on=clock.today())
    before = queries_of(client_of(lead), url(point))
    for _ in range(50):
        item = make_intervention(mission, pain_point=point)
        make_iteration(mission, serves=item)
        make_evidence(mission, pain_point=point)
    refresh_all([mission], on=clock.today())
    assert queries_of(client_of(lead), url(point)) == before <= 12


def test_the_best_example_is_the_most_complete_thread() -> None:
    mission = make_mission()
    make_pain_point(mission, reference="PP-1")
    make_intervention(mission, pain_point=make_pain_point(mission, reference="PP-2"))
    whole(mission)
    best = best_example(mission)
    assert best is not None
    assert best.reference == "PP-9"


def test_a_mission_without_pain_points_has_no_example() -> None:
    assert best_example(make_mission()) is None
