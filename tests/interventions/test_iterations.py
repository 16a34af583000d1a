"""Iterations: planned, changed, aimed at councils, started, dropped; and one that follows another."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.interventions import iteration_actions as actions
from missions.interventions.models import Intervention, Iteration
from missions.people.models import User
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    give,
    make_council,
    make_intervention,
    make_iteration,
    make_lead,
    make_mission,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def lead(mission: Mission) -> User:
    return make_lead(mission)


@pytest.fixture
def standing(mission: Mission, lead: User) -> Standing:
    return stand(lead, "planning", on=TODAY)


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard", name="Standard")


def plan(**values: Any) -> dict[str, Any]:
    return {"name": "Help desk", "method": "direct-support", "hypothesis": "Help brings them.", **values}


def typed(item: Intervention, **values: str) -> dict[str, Any]:
    days = {"starts_on_day": "1", "starts_on_month": "9", "starts_on_year": "2026"}
    last = {"last_day_day": "31", "last_day_month": "3", "last_day_year": "2027"}
    return {**plan(), "interventions": [item.pk], "expected_adopters": "20", "budget": "£60,000.50", **days, **last, **values}


def test_planning_links_interventions_and_records_who(standing: Standing, lead: User, item: Intervention) -> None:
    made = actions.create_iteration(by=lead, standing=standing, interventions=[item], **plan())
    assert (made.slug, made.status, made.owner) == ("help-desk", "planned", lead)
    assert list(made.interventions.all()) == [item]
    assert AuditRow.objects.get(action="iteration.create").actor_id == lead.pk


@pytest.mark.parametrize(("name", "slug"), [("New", "new-2"), ("Help desk", "help-desk-2"), ("…", "iteration")])
def test_an_address_is_never_taken_twice_nor_one_of_the_products_own(
    standing: Standing, lead: User, item: Intervention, name: str, slug: str
) -> None:
    make_iteration(standing.mission, slug="help-desk")
    assert actions.create_iteration(by=lead, standing=standing, interventions=[item], **plan(name=name)).slug == slug


def test_only_curators_plan(mission: Mission, item: Intervention) -> None:
    director = give(make_user(), "director", mission)
    with pytest.raises(NotAllowed, match="lead"):
        actions.create_iteration(by=director, standing=stand(director, "planning", on=TODAY), interventions=[item], **plan())


def test_it_serves_interventions_of_its_own_mission(standing: Standing, lead: User) -> None:
    for wrong in ([], [make_intervention(make_mission())]):
        with pytest.raises(NotNow, match="at least one intervention of this mission"):
            actions.create_iteration(by=lead, standing=standing, interventions=wrong, **plan())
    assert not Iteration.objects.exists()


def test_money_set_aside_is_never_negative(mission: Mission) -> None:
    with pytest.raises(IntegrityError, match="iteration_budget_not_negative"), transaction.atomic():
        make_iteration(mission, budget=-1)


def test_what_is_changed_keeps_the_links_that_stay(standing: Standing, lead: User, item: Intervention) -> None:
    made = make_iteration(standing.mission, serves=item)
    kept, more = made.serves.get().pk, make_intervention(standing.mission)
    actions.edit_iteration(by=lead, standing=standing, iteration=made, interventions=[item, more], expected_adopters=7)
    made.refresh_from_db()
    assert made.expected_adopters == 7
    assert made.serves.count() == 2
    assert made.serves.get(intervention=item).pk == kept


@pytest.mark.parametrize("status", ["deciding", "decided", "cancelled", "recorded"])
def test_once_a_decision_is_asked_the_plan_stays(standing: Standing, lead: User, item: Intervention, status: str) -> None:
    made = make_iteration(standing.mission, serves=item, status=status)
    with pytest.raises(NotAllowed, match="can’t be changed"):
        actions.edit_iteration(by=lead, standing=standing, iteration=made, interventions=[item], name="Other")
    with pytest.raises(NotAllowed, match="can’t be changed"):
        actions.aim_at(by=lead, standing=standing, iteration=made, councils=[], picked_by="")


def test_it_is_aimed_at_councils_of_the_mission_that_exist(standing: Standing, lead: User, item: Intervention) -> None:
    made = make_iteration(standing.mission, serves=item)
    first, second = make_council(), make_council()
    assert actions.aim_at(by=lead, standing=standing, iteration=made, councils=[first.pk, second.pk], picked_by="All") == 2
    actions.aim_at(by=lead, standing=standing, iteration=made, councils=[second.pk], picked_by="One")
    made.refresh_from_db()
    assert (list(made.targeted_councils.all()), made.targeted_by) == ([second], "One")
    assert AuditRow.objects.filter(action="iteration.aim-at").latest("pk").detail == {"added": [], "removed": [first.pk]}
    gone, county = make_council(ends_on=dt.date(2020, 1, 1)), make_council(council_type="county")
    for wrong in (gone, county):
        with pytest.raises(NotNow, match="Choose them again"):
            actions.aim_at(by=lead, standing=standing, iteration=made, councils=[second.pk, wrong.pk], picked_by="")
    assert list(made.targeted_councils.all()) == [second]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"ends_on": None}, "on which day it ends"), ({"starts_on": None, "ends_on": TODAY}, "last day has passed")],
)
def test_it_starts_with_an_end_ahead(
    standing: Standing, lead: User, item: Intervention, values: dict[str, Any], sentence: str
) -> None:
    made = make_iteration(standing.mission, serves=item, status="planned", **values)
    with pytest.raises(NotNow, match=sentence):
        actions.move_iteration(by=lead, standing=standing, iteration=made, status="running")


def test_starting_early_brings_its_first_day_forward(standing: Standing, lead: User, item: Intervention) -> None:
    made = make_iteration(standing.mission, serves=item, status="planned", starts_on=dt.date(2026, 9, 20))
    actions.move_iteration(by=lead, standing=standing, iteration=made, status="running")
    made.refresh_from_db()
    assert (made.status, made.starts_on) == ("running", TODAY)
    for status in ("cancelled", "decided", "nonsense"):
        with pytest.raises(NotNow):
            actions.move_iteration(by=lead, standing=standing, iteration=made, status=status)


def test_the_form_plans_it_and_leads_on_to_its_councils(lead: User, item: Intervention) -> None:
    answer = client_of(lead).post(reverse("interventions:new_iteration", args=["planning"]), typed(item))
    made = Iteration.objects.get()
    assert answer["Location"] == reverse("adoption:aim", args=["planning", made.slug])
    assert (made.last_day, str(made.budget), made.expected_adopters) == (dt.date(2027, 3, 31), "60000.50", 20)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"last_day_year": "2025"}, "must not be before the first"),
        ({"budget": "-1"}, "Enter 0 or more pounds"),
        ({"budget": "=1+1"}, "Enter an amount in pounds"),
        ({"expected_adopters": "many"}, "Enter a whole number"),
        ({"method": "magic"}, "Select a valid choice"),
        ({"hypothesis": ""}, "Say what you think will happen"),
        ({"name": "x" * 201}, "at most 200"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_saved(lead: User, item: Intervention, values: dict[str, str], sentence: str) -> None:
    page = client_of(lead).post(reverse("interventions:new_iteration", args=["planning"]), typed(item, **values))
    assert sentence in page.content.decode()
    assert not Iteration.objects.exists()


def test_one_that_follows_is_filled_in_and_linked_both_ways(lead: User, mission: Mission, item: Intervention) -> None:
    before = make_iteration(mission, slug="first", name="First", serves=item, status="decided", hypothesis="Peers help.")
    before.targeted_councils.add(make_council())
    client, url = client_of(lead), reverse("interventions:new_iteration", args=["planning"])
    page = client.get(f"{url}?follows=first").content.decode()
    assert "Peers help." in page
    assert "2026" not in page.split("<form method")[1]
    client.post(f"{url}?follows=first", typed(item))
    made = Iteration.objects.get(follows=before)
    assert made.targeted_councils.count() == 1
    assert made.get_absolute_url() in client.get(before.get_absolute_url()).content.decode()
    assert before.get_absolute_url() in client.get(made.get_absolute_url()).content.decode()
    assert client.get(f"{url}?follows=none-such").status_code == 404
