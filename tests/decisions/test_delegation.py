"""Directors let somebody decide for them: whom, what, until when."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone

from config.home import missions_of
from config.needs import needs_of
from missions.core import clock
from missions.core.refusals import NotAllowed, NotNow
from missions.decisions import actions
from missions.decisions.models import Decision, Delegation
from missions.decisions.reminders import due
from missions.people.models import User
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import client_of, give, make_decision, make_director, make_lead, make_mission, make_user

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@dataclass
class Room:
    """A mission with a director, who was asked something, a lead who asked, and a deputy."""

    mission: Mission
    director: User
    lead: User
    deputy: User
    decision: Decision
    on: dt.date

    def standing(self, user: User, on: dt.date | None = None) -> Standing:
        return stand(user, self.mission.slug, on=on or self.on)

    def delegate(self, *, decision: Decision | None = None, days: int = 5, to: User | None = None) -> Delegation:
        return actions.delegate(
            by=self.director, standing=self.standing(self.director), to=to or self.deputy,
            starts_on=self.on, last_day=self.on + days * DAY, decision=decision,
        )  # fmt: skip

    def take(self, by: User, on: dt.date | None = None) -> None:
        actions.take(
            by=by, standing=self.standing(by, on), decision=self.decision, outcome="agree", rationale="Yes.", now=timezone.now()
        )


@pytest.fixture
def room() -> Room:
    mission, on = make_mission(), clock.today()
    director, lead, deputy = make_director(mission), make_lead(mission), give(make_user(), "observer", mission)
    decision = make_decision(mission, director, lead, due_on=on + DAY, options=["agree", "decline"])
    return Room(mission, director, lead, deputy, decision, on)


def test_a_deputy_decides_and_the_decision_says_who(room: Room) -> None:
    with pytest.raises(NotAllowed):
        room.take(room.deputy)
    room.delegate()
    room.take(room.deputy)
    room.decision.refresh_from_db()
    assert (room.decision.status, room.decision.decided_by, room.decision.asked_of) == ("taken", room.deputy, room.director)


def test_it_holds_until_the_last_day_and_not_after_it_is_taken_back(room: Room) -> None:
    given = room.delegate(days=5)
    with pytest.raises(NotAllowed):
        room.take(room.deputy, on=room.on + 6 * DAY)
    actions.end_delegation(by=room.director, standing=room.standing(room.director), delegation=given)
    with pytest.raises(NotAllowed):
        room.take(room.deputy)


def test_one_decision_passed_on_is_that_one_only(room: Room) -> None:
    other = make_decision(room.mission, room.director, room.lead, options=["agree", "decline"])
    room.delegate(decision=other)
    with pytest.raises(NotAllowed):
        room.take(room.deputy)


def test_who_asked_never_decides_it(room: Room) -> None:
    room.delegate(to=room.lead)
    with pytest.raises(NotAllowed, match="You asked for this decision"):
        room.take(room.lead)
    with pytest.raises(NotNow, match="not to the person who asked"):
        room.delegate(decision=room.decision, to=room.lead)


def test_only_to_people_on_the_mission_and_only_by_a_director(room: Room) -> None:
    with pytest.raises(NotNow, match="on the mission"):
        room.delegate(to=make_user())
    with pytest.raises(NotAllowed):
        actions.delegate(
            by=room.lead, standing=room.standing(room.lead), to=room.deputy, starts_on=room.on, last_day=room.on + DAY
        )


def test_the_authority_is_the_directors_own_and_goes_with_the_role(room: Room) -> None:
    room.delegate()
    room.mission.roles.filter(user=room.director).update(ends_on=room.on)
    with pytest.raises(NotAllowed):
        room.take(room.deputy)


def test_the_deputy_is_reminded_and_finds_it_at_home(room: Room) -> None:
    now = clock.now()
    assert {notice.to_user_id for notice in due(now)} == {room.director.pk}
    room.delegate()
    assert {notice.to_user_id for notice in due(now)} == {room.director.pk, room.deputy.pk}
    found = needs_of(room.deputy, missions_of(room.deputy, room.on), now=now)
    assert [need.why for need in found] == [f"{room.director} let you decide it"]


def test_the_page_lets_and_takes_back(room: Room) -> None:
    client, url = client_of(room.director), reverse("decisions:delegations", args=[room.mission.slug])
    last = room.on + 3 * DAY
    sent = {
        "to": room.deputy.pk,
        "starts_on_day": room.on.day, "starts_on_month": room.on.month, "starts_on_year": room.on.year,
        "last_day_day": last.day, "last_day_month": last.month, "last_day_year": last.year,
    }  # fmt: skip
    refused = client.post(url, {**sent, "last_day_year": room.on.year - 1}).content.decode()
    assert "The last day must not be before the first." in refused
    page = client.post(f"{url}?decision={room.decision.pk}", sent, follow=True).content.decode()
    assert "may decide for you until" in page
    given = Delegation.objects.get()
    assert (given.decision, given.last_day) == (room.decision, last)
    assert "Let somebody decide" not in client_of(room.lead).get(url).content.decode()
    client.post(reverse("decisions:end_delegation", args=[room.mission.slug, given.pk]))
    assert not Delegation.objects.as_at(room.on).exists()
    assert client.get(f"{url}?decision=999999").status_code == 404
    assert client.get(f"{url}?decision=x").status_code == 404
