"""What nobody owns, what is late, what nobody decided."""

import datetime as dt
import re

import pytest
from django.core.cache import cache

from config.gaps import counts, find_gaps, grouped
from missions.core.models import AuditRow, OutboxMessage
from missions.core.registries import Gap
from missions.decisions.models import Decision
from missions.notices.models import Reminder
from missions.stewardship.models import Mission, MissionRole
from tests.making import (
    TODAY,
    client_of,
    give,
    make_contribution,
    make_council,
    make_decision,
    make_director,
    make_indicator,
    make_intervention,
    make_iteration,
    make_lead,
    make_mission,
    make_pain_point,
    make_participant,
    make_round,
    make_user,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def kinds(mission: Mission) -> list[str]:
    """The kinds found; what counting in one query says must agree."""
    found = find_gaps([mission.pk], on=TODAY)
    cache.clear()
    assert counts([mission.pk], on=TODAY)[mission.pk].total == len(found)
    return [group.kind for group in grouped(found)]


def test_a_mission_with_all_that_it_needs_has_no_gap() -> None:
    mission = make_mission()
    make_lead(mission)
    make_director(mission)
    assert kinds(mission) == []


def test_a_mission_without_people_or_mandate() -> None:
    mission = make_mission()
    mission.mandates.update(ends_on=dt.date(2026, 8, 1))
    found = find_gaps([mission.pk], on=TODAY)
    assert [gap.sentence.removeprefix(f"{mission.name} ") for gap in found] == [
        "has no director.", "has no lead.", "has no mandate in force."
    ]  # fmt: skip
    assert found[2].since == dt.date(2026, 8, 1)


@pytest.fixture
def mission() -> Mission:
    mission = make_mission("staffed")
    make_director(mission)
    return mission


def test_owners_whose_role_has_ended_are_gaps(mission: Mission) -> None:
    lead = make_lead(mission)
    point = make_pain_point(mission, owner=lead)
    make_intervention(mission, owner=lead, pain_point=point)
    make_iteration(mission, owner=lead)
    make_indicator(mission, owner=lead)
    assert kinds(mission) == []
    MissionRole.objects.filter(user=lead).update(ends_on=TODAY)
    assert kinds(mission) == [
        "Indicators without an owner", "Interventions without an owner", "Iterations without an owner",
        "Missions without what they need", "Pain points without an owner",
    ]  # fmt: skip
    assert all("role has ended" in gap.sentence or "no lead" in gap.sentence for gap in find_gaps([mission.pk], on=TODAY))


def test_pain_points_that_nothing_acts_on(mission: Mission) -> None:
    lead = make_lead(mission)
    make_pain_point(mission, reference="PP-1", owner=lead)
    make_pain_point(mission, reference="PP-2", owner=lead, status="resolved")
    make_intervention(mission, owner=lead, pain_point=make_pain_point(mission, reference="PP-3", owner=lead))
    assert ["PP-1" in gap.sentence for gap in find_gaps([mission.pk], on=TODAY)] == [True]


@pytest.mark.parametrize(("ends_on", "is_gap"), [(TODAY, True), (TODAY + dt.timedelta(days=1), False)])
def test_iterations_past_their_end_undecided(mission: Mission, ends_on: dt.date, is_gap: bool) -> None:
    make_iteration(mission, owner=make_lead(mission), ends_on=ends_on)
    assert (kinds(mission) == ["Iterations that wait for a decision"]) is is_gap


@pytest.mark.parametrize(("due_on", "is_gap"), [(TODAY, False), (TODAY - dt.timedelta(days=1), True)])
def test_decisions_past_their_date(mission: Mission, due_on: dt.date, is_gap: bool) -> None:
    lead = make_lead(mission)
    make_decision(mission, lead, lead, due_on=due_on)
    assert (kinds(mission) == ["Decisions past their date"]) is is_gap


def test_closed_rounds_with_unanswered_submissions(mission: Mission) -> None:
    lead = make_lead(mission)
    closed = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)
    round_ = make_round(mission, owner=lead, status="closed", opens_at=closed - dt.timedelta(days=7), closes_at=closed)
    assert kinds(mission) == []
    participant = make_participant(round_, make_user(), make_council())
    make_contribution(participant)
    make_contribution(participant)
    (gap,) = find_gaps([mission.pk], on=TODAY)
    assert "2 submissions wait" in gap.sentence
    assert gap.since == dt.date(2026, 8, 20)


def test_counts_are_of_each_mission(mission: Mission) -> None:
    lead, other = make_lead(mission), make_mission("other")
    make_decision(mission, lead, lead, due_on=TODAY - dt.timedelta(days=9))
    make_intervention(mission)
    found = counts([mission.pk, other.pk], on=TODAY)
    assert (found[mission.pk].total, found[mission.pk].unowned, found[mission.pk].overdue) == (2, 1, 1)
    assert (found[other.pk].total, found[other.pk].unowned, found[other.pk].overdue) == (2, 2, 0)


def test_what_is_late_comes_first() -> None:
    late, unowned = Gap("Decisions past their date", "b", "/", 1), Gap("Pain points without an owner", "a", "/", 1)
    assert [group.kind for group in grouped([unowned, late])] == [late.kind, unowned.kind]


def test_the_page_takes_the_same_queries_with_fifty(mission: Mission) -> None:
    client, url = client_of(make_lead(mission)), f"/missions/{mission.slug}/gaps/"
    make_pain_point(mission)
    make_intervention(mission)
    before = queries_of(client, url)
    for _ in range(50):
        make_pain_point(mission)
        make_intervention(mission)
    assert queries_of(client, url) == before <= 34


def test_each_gap_names_who_can_close_it_and_they_are_asked_once_a_day() -> None:
    mission = make_mission("asked")
    lead, director = make_lead(mission), make_director(mission)
    make_decision(mission, director, lead, question="Pay?", due_on=TODAY - dt.timedelta(days=400))
    make_pain_point(mission)
    page = client_of(lead).get("/missions/asked/gaps/").content.decode()
    keys = re.findall(r'name="gap" value="(\w+)"', page)
    assert len(keys) == 1, "The lead asks the director, and not themselves about what nobody owns."
    for words in ("We wrote to", "had a message about it today already"):
        answer = client_of(lead).post("/missions/asked/gaps/nudge/", {"gap": keys[0]}, follow=True)
        assert words in answer.content.decode()
    message = OutboxMessage.objects.get()
    assert (message.to_address, "Pay?" in message.text, "Pay?" in message.subject) == (director.email, True, False)
    assert Reminder.objects.get().user == director
    Decision.objects.update(status="withdrawn")
    answer = client_of(lead).post("/missions/asked/gaps/nudge/", {"gap": keys[0]}, follow=True)
    assert "isn’t there any more" in answer.content.decode()
    assert OutboxMessage.objects.count() == 1
    assert AuditRow.objects.filter(action="gap.nudge").count() == 2


def test_gaps_of_all_missions_stand_in_one_table_late_ones_first() -> None:
    first, second, other = make_mission("first"), make_mission("second"), make_mission("other")
    director = make_user()
    for mission in (first, second):
        give(director, "director", mission)
        make_lead(mission)
    make_decision(second, director, make_user(), due_on=TODAY - dt.timedelta(days=400))
    for mission in (first, first, other):
        make_pain_point(mission)
    rows = client_of(director).get("/portfolio/gaps/").context["rows"]
    assert next((kind, mission.slug, count) for kind, mission, count, _, _ in rows) == ("Decisions past their date", "second", 1)
    assert {(mission.slug, count) for kind, mission, count, _, _ in rows if kind == "Pain points without an owner"} == {
        ("first", 2)
    }
    assert "Everything has an owner" in client_of(make_user()).get("/portfolio/gaps/").content.decode()
