"""Asking for, taking, sending back and withdrawing decisions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.decisions import actions
from missions.decisions.freezing import verify
from missions.decisions.models import Clarification, Decision, FrozenEvidence
from missions.interventions.models import Iteration
from missions.people.models import User
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mandate, Mission
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
OPTIONS = ["scale", "continue", "adapt", "stop"]


@dataclass
class Room:
    """A mission with a lead, a director and a running iteration."""

    mission: Mission
    lead: User
    director: User
    iteration: Iteration

    def standing(self, user: User) -> Standing:
        return stand(user, self.mission.slug, on=making.TODAY)

    def ask(self, asked_of: User | None = None, **values: Any) -> Decision:
        values = {"iteration": self.iteration, "options": OPTIONS, "question": "Go on?", "due_on": dt.date(2026, 12, 1), **values}
        by = values.pop("by", self.lead)
        standing = self.standing(by)
        return actions.ask(by=by, standing=standing, asked_of=asked_of or self.director, now=timezone.now(), **values)

    def take(self, decision: Decision, by: User | None = None, outcome: str = "scale", rationale: str = "It works.") -> None:
        by = by or self.director
        actions.take(
            by=by, standing=self.standing(by), decision=decision, outcome=outcome, rationale=rationale, now=timezone.now()
        )


@pytest.fixture
def room() -> Room:
    mission = making.make_mission()
    return Room(mission, making.make_lead(mission), making.make_director(mission), making.make_iteration(mission))


def test_asking_makes_a_running_iteration_wait(room: Room) -> None:
    decision = room.ask()
    room.iteration.refresh_from_db()
    assert (decision.status, room.iteration.status) == ("asked", "deciding")
    assert AuditRow.objects.get(action="decision.ask").actor_id == room.lead.pk


def test_only_the_lead_asks(room: Room) -> None:
    with pytest.raises(NotAllowed, match="lead can ask for a decision"):
        room.ask(by=room.director)


def test_an_iteration_has_one_decision_that_waits(room: Room) -> None:
    room.ask()
    with pytest.raises(NotNow, match="already waits"):
        room.ask()


@pytest.mark.parametrize(("amount", "may"), [("1000000.00", True), ("1000000.01", False)])
def test_the_lead_decides_up_to_the_limit_to_the_penny(room: Room, amount: str, may: bool) -> None:
    making.make_award(room.mission, making.make_council(), amount, iteration=room.iteration)
    if may:
        room.take(room.ask(room.lead), by=room.lead)
    else:
        with pytest.raises(NotAllowed, match=r"up to £1,000,000.*£1,000,000\.01 has been awarded"):
            room.ask(room.lead)


def test_no_limit_in_the_mandate_means_the_director(room: Room) -> None:
    Mandate.objects.update(iteration_limit=None)
    with pytest.raises(NotAllowed, match="no limit"):
        room.ask(room.lead)


def test_money_awarded_after_asking_counts_when_deciding(room: Room) -> None:
    decision = room.ask(room.lead)
    making.make_award(room.mission, making.make_council(), "1000000.01", iteration=room.iteration)
    with pytest.raises(NotAllowed, match="so a director decides"):
        room.take(decision, by=room.lead)


def test_a_member_cannot_be_asked(room: Room) -> None:
    member = making.give(making.make_user(), "member", room.mission)
    with pytest.raises(NotAllowed, match="director or the lead"):
        room.ask(member)


def test_taking_freezes_the_evidence_and_decides_the_iteration(room: Room) -> None:
    decision = room.ask()
    room.take(decision)
    decision.refresh_from_db()
    room.iteration.refresh_from_db()
    assert decision.evidence is not None
    assert verify(decision.evidence.content, decision.evidence.sha256)
    assert (decision.status, decision.outcome, room.iteration.status) == ("taken", "scale", "decided")


def test_frozen_evidence_cannot_change(room: Room) -> None:
    room.take(room.ask())
    for change in (lambda: FrozenEvidence.objects.update(sha256="1" * 64), lambda: FrozenEvidence.objects.all().delete()):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_only_the_person_asked_decides(room: Room) -> None:
    other = making.make_director(room.mission)
    with pytest.raises(NotAllowed, match="Only the person who was asked"):
        room.take(room.ask(), by=other)


def test_somebody_whose_role_has_ended_decides_nothing(room: Room) -> None:
    decision = room.ask()
    room.mission.roles.filter(user=room.director).update(ends_on=making.TODAY)
    with pytest.raises(NotAllowed):
        room.take(decision)


@pytest.mark.parametrize(("outcome", "rationale"), [("agree", "Why not."), ("scale", " ")])
def test_an_outcome_that_was_not_offered_or_has_no_reason_is_refused(room: Room, outcome: str, rationale: str) -> None:
    with pytest.raises(NotNow):
        room.take(room.ask(), outcome=outcome, rationale=rationale)


def test_a_decision_is_taken_once(room: Room) -> None:
    decision = room.ask()
    room.take(decision)
    with pytest.raises(NotNow, match="taken"):
        room.take(decision)


def test_asking_for_more_and_answering_asks_again(room: Room) -> None:
    decision, now = room.ask(), timezone.now()
    standing = room.standing(room.director)
    actions.ask_for_more(by=room.director, standing=standing, decision=decision, question="What does it cost?", now=now)
    with pytest.raises(NotNow):
        room.take(decision)
    actions.answer_with_more(
        by=room.lead, standing=room.standing(room.lead), decision=decision, answer="£1 million", now=timezone.now()
    )
    decision.refresh_from_db()
    assert (decision.status, decision.clarifications.get().answer) == ("asked", "£1 million")
    room.take(decision)


def test_a_clarification_is_answered_or_not(room: Room) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Clarification.objects.create(decision=room.ask(), question="?", asked_at=timezone.now(), answer="!")


def test_withdrawing_lets_somebody_else_be_asked(room: Room) -> None:
    actions.withdraw(by=room.lead, standing=room.standing(room.lead), decision=room.ask())
    assert room.ask().status == "asked"


def test_nothing_is_saved_when_the_audit_row_fails(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    decision = room.ask()

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        room.take(decision)
    decision.refresh_from_db()
    room.iteration.refresh_from_db()
    assert (decision.status, room.iteration.status, FrozenEvidence.objects.count()) == ("asked", "deciding", 0)


def test_the_page_shows_frozen_figures_and_what_differs(room: Room) -> None:
    decision = room.ask()
    council = making.make_council()
    making.make_award(room.mission, council, "100.00", iteration=room.iteration)
    decision_url = decision.get_absolute_url()
    client = client_of(room.director)
    assert "£100" in client.get(decision_url).content.decode()
    assert client.post(f"{decision_url}take/", {"outcome": "stop", "rationale": "Enough."}).status_code == 302
    assert "Nothing differs today" in client.get(decision_url).content.decode()
    making.make_award(room.mission, council, "11.00", iteration=room.iteration)
    page = client.get(decision_url).content.decode()
    assert "unchanged since then" in page
    assert "What differs today" in page
    assert "£111" in page


def test_the_form_says_what_is_wrong(room: Room) -> None:
    client = client_of(room.lead)
    url = f"{room.mission.get_absolute_url()}decisions/ask/"
    page = client.post(url, {"iteration": room.iteration.pk, "options": ["agree"]}).content.decode()
    for sentence in ("Enter the question.", "Choose who decides.", "choose from scale, continue", "Enter the day by which"):
        assert sentence in page


def test_the_list_shows_waiting_first_and_marks_overdue(room: Room) -> None:
    late = making.make_decision(room.mission, room.director, room.lead, question="Late?", due_on=dt.date(2026, 1, 1))
    room.take(room.ask())
    page = client_of(room.lead).get(f"{room.mission.get_absolute_url()}decisions/").content.decode()
    assert page.index(late.question) < page.index("Go on?")
    assert "Overdue" in page


def test_the_list_and_a_page_take_the_same_queries_with_one_row_and_with_fifty(room: Room) -> None:
    client = client_of(room.lead)
    first = making.make_decision(room.mission, room.director, room.lead, iteration=room.iteration)
    urls = (f"{room.mission.get_absolute_url()}decisions/", first.get_absolute_url())
    before = [queries_of(client, url) for url in urls]
    for _ in range(49):
        making.make_decision(room.mission, making.make_director(room.mission), room.lead, iteration=room.iteration)
    assert [queries_of(client, url) for url in urls] == before
    assert before[0] <= 12
