"""Interventions and iterations: their status, their owners, their pages."""

import datetime as dt
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from missions.adoption.rollups import refresh
from missions.core import clock
from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.interventions import actions
from missions.interventions.lifecycle import INTERVENTION
from missions.interventions.models import Intervention, Iteration
from missions.people.models import User
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    give,
    make_council,
    make_event,
    make_intervention,
    make_iteration,
    make_lead,
    make_mission,
    make_pain_point,
    make_user,
)
from tests.queries import queries_of

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
    return make_intervention(mission, slug="standard", name="Standard", status="beta")


@pytest.fixture
def iteration(mission: Mission, item: Intervention) -> Iteration:
    return make_iteration(mission, slug="round-one", name="Round one", serves=item)


def address(name: str, slug: str = "standard") -> str:
    return reverse(f"interventions:{name}", args=["planning", slug])


def test_a_move_goes_through_the_lifecycle(standing: Standing, lead: User, item: Intervention) -> None:
    actions.move_intervention(by=lead, standing=standing, intervention=item, status="scaling", reason="")
    item.refresh_from_db()
    assert item.status == "scaling"
    assert AuditRow.objects.get(action="intervention.move").detail == {"before": "beta", "after": "scaling"}
    with pytest.raises(NotNow, match="can’t become idea"):
        actions.move_intervention(by=lead, standing=standing, intervention=item, status="idea", reason="")


@pytest.mark.parametrize("status", ["paused", "stopped"])
def test_pausing_and_stopping_say_why(standing: Standing, lead: User, item: Intervention, status: str) -> None:
    with pytest.raises(NotNow, match="Say why"):
        actions.move_intervention(by=lead, standing=standing, intervention=item, status=status, reason=" ")
    actions.move_intervention(by=lead, standing=standing, intervention=item, status=status, reason="No money")
    with pytest.raises(IntegrityError), transaction.atomic():
        Intervention.objects.update(status_reason="")


def test_from_anywhere_it_can_be_stopped_and_nothing_follows() -> None:
    assert INTERVENTION.states["stopped"].moves == ()
    others = {name: state for name, state in INTERVENTION.states.items() if name != "stopped"}
    assert all("stopped" in state.moves for state in others.values())


@pytest.mark.parametrize("role", ["director", "observer", "payments-officer"])
def test_only_curators_change_and_own(mission: Mission, item: Intervention, iteration: Iteration, role: str) -> None:
    user = give(make_user(), role, mission)
    where = stand(user, "planning", on=TODAY)
    with pytest.raises(NotAllowed, match="can change an intervention"):
        actions.move_intervention(by=user, standing=where, intervention=item, status="scaling", reason="")
    with pytest.raises(NotAllowed, match="can own an intervention"):
        actions.take_ownership(by=user, standing=where, intervention=item)
    with pytest.raises(NotAllowed, match="can own an iteration"):
        actions.take_iteration(by=user, standing=where, iteration=iteration)
    html = client_of(user).get(address("intervention")).content.decode()
    assert "can change an intervention" in html
    assert "Become its owner" not in html


def test_change_and_audit_row_stand_or_fall_together(
    standing: Standing, lead: User, item: Intervention, iteration: Iteration
) -> None:
    changes: tuple[Callable[[], None], ...] = (
        lambda: actions.move_intervention(by=lead, standing=standing, intervention=item, status="scaling", reason=""),
        lambda: actions.take_ownership(by=lead, standing=standing, intervention=item),
        lambda: actions.take_iteration(by=lead, standing=standing, iteration=iteration),
    )
    for change in changes:
        with patch("missions.interventions.actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
            change()
    item.refresh_from_db()
    iteration.refresh_from_db()
    assert (item.status, item.owner, iteration.owner) == ("beta", None, None)


def test_the_status_is_changed_on_a_page(lead: User, item: Intervention) -> None:
    client = client_of(lead)
    assert address("move") in client.get(address("intervention")).content.decode()
    wrong = client.post(address("move"), {"status": "paused", "reason": ""}).content.decode()
    assert "Say why" in wrong.split("error-summary__list")[1].split("</ul>")[0]
    assert "Choose the new status" in client.post(address("move"), {}).content.decode()
    html = client.post(address("move"), {"status": "paused", "reason": "No money"}, follow=True).content.decode()
    assert "Standard is now: paused." in html
    assert "No money" in html


def test_nothing_follows_on_the_page_of_a_stopped_one(lead: User, item: Intervention) -> None:
    Intervention.objects.update(status="stopped", status_reason="No money")
    assert "no other status can follow" in client_of(lead).get(address("move")).content.decode()


def test_becoming_the_owner(lead: User, item: Intervention, iteration: Iteration) -> None:
    client = client_of(lead)
    assert "You now own Standard" in client.post(address("own"), follow=True).content.decode()
    assert "You now own Round one" in client.post(address("own_iteration", "round-one"), follow=True).content.decode()
    item.refresh_from_db()
    iteration.refresh_from_db()
    assert (item.owner, iteration.owner) == (lead, lead)
    assert set(AuditRow.objects.values_list("action", flat=True)) == {"intervention.own", "iteration.own"}


def test_the_owner_is_named_to_those_on_the_mission_only(lead: User, item: Intervention) -> None:
    Intervention.objects.update(owner=make_user(name="Olga Owner"))
    assert "Olga Owner" in client_of(lead).get(address("intervention")).content.decode()
    assert "Olga Owner" not in client_of(None).get(address("intervention")).content.decode()


def test_the_list_says_how_many_councils_adopted_each(mission: Mission, item: Intervention) -> None:
    make_event(item, make_council())
    make_council()
    html = client_of(None).get(reverse("interventions:interventions", args=["planning"])).content.decode()
    assert "1 of 2" in html
    assert "Not recorded" not in html


def test_where_nothing_is_recorded_no_zero_is_shown(mission: Mission, item: Intervention) -> None:
    make_council()
    anyone = client_of(None)
    assert "Not recorded" in anyone.get(reverse("interventions:interventions", args=["planning"])).content.decode()
    html = anyone.get(address("intervention")).content.decode()
    assert "nothing is recorded yet" in html
    assert "0 of 1" not in html


def test_the_list_is_filtered_and_says_what_to_do_when_empty(mission: Mission, item: Intervention) -> None:
    url = reverse("interventions:interventions", args=["planning"])
    anyone = client_of(None)
    assert "Standard" in anyone.get(f"{url}?kind=data-standard&q=stand").content.decode()
    assert "No intervention matches" in anyone.get(f"{url}?kind=tool").content.decode()
    item.delete()
    assert "Nothing has been chosen yet" in anyone.get(url).content.decode()


def test_an_iteration_shows_what_was_expected_and_what_came(mission: Mission, item: Intervention, iteration: Iteration) -> None:
    url = address("iteration", "round-one")
    assert "Expected to adopt" not in client_of(None).get(url).content.decode()
    Iteration.objects.update(expected_adopters=20)
    council = make_council()
    make_event(item, council, iteration=iteration)
    make_event(item, council, "embedded", iteration=iteration, happened_on=dt.date(2026, 2, 1))
    make_event(item, make_council(), "aware", iteration=iteration)
    make_event(item, make_council())
    assert "20 councils; 1 so far" in client_of(None).get(url).content.decode()


def test_pages_take_the_same_number_of_queries_with_one_row_and_with_fifty(
    mission: Mission, lead: User, item: Intervention
) -> None:
    client = client_of(lead)
    make_iteration(mission, serves=item)
    make_event(item, make_council())
    refresh([item], on=clock.today())
    urls = [reverse("interventions:interventions", args=["planning"]), address("intervention")]
    before = [queries_of(client, url) for url in urls]
    for _ in range(49):
        other = make_intervention(mission, pain_point=make_pain_point(mission))
        make_event(other, make_council())
        make_iteration(mission, serves=item)
        make_event(item, make_council())
    refresh(list(Intervention.objects.all()), on=clock.today())
    assert [queries_of(client, url) for url in urls] == before
    assert max(before) <= 12
