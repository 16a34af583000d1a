"""What needs a person, by role."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from missions.core import clock
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests.making import (
    client_of,
    give,
    make_award,
    make_contribution,
    make_council,
    make_decision,
    make_director,
    make_intervention,
    make_invitation,
    make_iteration,
    make_lead,
    make_mission,
    make_pain_point,
    make_participant,
    make_report,
    make_round,
    make_supplier,
    make_user,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def needs(user: User) -> list[str]:
    return [need.what for need in client_of(user).get("/home/").context["needs"]]


def submitted(mission: Mission, author: User, **values: Any) -> None:
    now = timezone.now()
    make_report(
        mission, author,
        **{"status": "submitted", "sha256": "0" * 64, "confidence": "red", "confidence_reason": "Stuck.", "submitted_at": now,
           "known_at": now, "next_review_on": dt.date(2026, 12, 1), "title": "Autumn", **values},
    )  # fmt: skip


def test_the_most_urgent_comes_first_and_what_has_no_date_last() -> None:
    mission, today = make_mission(), clock.today()
    director = make_director(mission)
    lead = make_lead(mission)
    make_decision(mission, director, lead, question="Later?", due_on=today + dt.timedelta(days=9))
    make_decision(mission, director, lead, question="Late?", due_on=today - dt.timedelta(days=9))
    make_decision(mission, lead, director, question="Not mine?", due_on=today)
    submitted(mission, lead)
    assert needs(director) == ["Decide: Late?", "Decide: Later?", "Sign off or return “Autumn”"]


def test_a_lead_answers_rounds_and_directors_and_closes_gaps() -> None:
    mission, now = make_mission(), timezone.now()
    lead, director = make_lead(mission), make_director(mission)
    closed = make_round(mission, title="Old", owner=lead, status="closed", closes_at=now - dt.timedelta(days=3))
    make_contribution(make_participant(closed, make_user(), make_council()))
    make_round(mission, title="New", owner=lead, status="draft", opens_at=now + dt.timedelta(days=1))
    make_round(mission, title="Running", owner=lead)
    make_iteration(mission, name="Round one", owner=lead, ends_on=clock.today() - dt.timedelta(days=1))
    make_pain_point(mission)
    submitted(mission, lead, issue=1, version=1, status="returned", title="First", answered_by=director)
    submitted(mission, lead, issue=2, version=1, status="returned", title="Second", answered_by=director)
    submitted(mission, lead, issue=2, version=2, title="Second again")
    assert set(needs(lead)) == {
        "Answer 1 submission to “Old”", "Finish and launch “New”", "Ask for a decision: “Round one” has ended",
        "Write a new version of “First”", "Close 4 gaps: 1 without an owner, 2 past their date",
    }  # fmt: skip


def test_an_iteration_whose_decision_was_asked_for_needs_its_owner_no_more() -> None:
    mission = make_mission()
    lead, director = make_lead(mission), make_director(mission)
    iteration = make_iteration(mission, name="Round one", owner=lead, ends_on=clock.today() - dt.timedelta(days=1))
    make_decision(mission, director, lead, iteration=iteration, question="Go on?")
    assert not [what for what in needs(lead) if "has ended" in what]


def test_a_participant_sees_open_rounds_not_answered() -> None:
    mission, officer, council = make_mission(), make_user("olly@council.example"), make_council()
    joined = make_participant(make_round(mission, title="Joined"), officer, council)
    make_invitation(make_round(mission, title="Invited"), council, officer.email)
    answered = make_participant(make_round(mission, title="Answered"), officer, council)
    answered.answered_at = timezone.now()
    answered.save()
    make_participant(make_round(mission, title="Over", closes_at=timezone.now() - dt.timedelta(days=1)), officer, council)
    found = client_of(officer).get("/home/").context["needs"]
    assert {(need.what, need.url) for need in found} == {
        ("Answer “Joined”", f"/rounds/{joined.round_id}/"), ("Answer “Invited”", "/rounds/")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("director", "When a decision, a report or a round waits for you"),
        ("coordinator", "check that what your council has adopted is recorded"),
        ("product-contact", "see which councils follow which standard"),
        ("administrator", "Start with the people"),
        ("", "You hold no role yet"),
    ],
)
def test_each_empty_home_says_what_to_do_first(role: str, words: str) -> None:
    mission = make_mission()
    make_lead(mission)
    make_intervention(mission, is_headline=True)
    user = make_user(is_administrator=role == "administrator")
    places: dict[str, Mission | Organisation] = {
        "director": mission,
        "coordinator": make_council(),
        "product-contact": make_supplier(),
    }
    if role in places:
        give(user, role, places[role])
    page = client_of(user).get("/home/").content.decode()
    assert "Nothing needs you today." in page
    assert words in page


def test_an_officer_records_adoption_for_their_council_from_home() -> None:
    mission, council = make_mission("streets"), make_council("AAA")
    make_intervention(mission, slug="map", is_headline=True)
    page = client_of(give(make_user(), "coordinator", council)).get("/home/").content.decode()
    assert "/missions/streets/interventions/map/adoption/AAA/record/" in page
    certifier = client_of(give(make_user(), "finance-certifier", council)).get("/home/").content.decode()
    assert "/record/" not in certifier


def test_queries_are_the_same_with_fifty_of_everything() -> None:
    user = make_user()

    def fill() -> None:
        mission, council = make_mission(), make_council()
        give(give(user, "lead", mission), "director", mission)
        give(user, "coordinator", council)
        make_decision(mission, user, make_user())
        submitted(mission, make_user())
        make_intervention(mission, is_headline=True)
        make_iteration(mission, owner=user, ends_on=dt.date(2026, 5, 1))
        make_round(mission, owner=user, status="draft")
        make_participant(make_round(mission), user, council)
        make_award(mission, council, status="submitted", submitted_by=make_user())

    fill()
    before = queries_of(client_of(user), "/home/")
    for _ in range(12):
        fill()
    # Twelve, one for money (a union of awards, changes, offers, claims and payments), one for what stands still in adoption.
    assert queries_of(client_of(user), "/home/") == before <= 14


@pytest.mark.parametrize("is_administrator", [True, False])
def test_the_menu_has_six_entries_at_most(is_administrator: bool) -> None:
    response = client_of(make_user(is_administrator=is_administrator)).get("/home/")
    labels = [entry.label for entry in response.context["navigation"]]
    assert len(labels) == 6
    assert ("People" in labels) is is_administrator
