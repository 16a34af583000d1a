"""Pages of rounds."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from codesign.links import join_path
from codesign.models import Participant, Round
from codesign.reminders import due
from missions.core import clock
from missions.core.models import OutboxMessage
from missions.core.working_days import add_working_days
from missions.notices.planning import plan
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def invited(email: str = "new@council.example") -> tuple[Round, str]:
    round_ = making.make_round(making.make_mission())
    return round_, join_path(making.make_invitation(round_, making.make_council(), email))


def test_opening_the_link_does_nothing_and_the_button_joins() -> None:
    round_, path = invited()
    client = client_of(None)
    assert "Start" in client.get(path).content.decode()
    assert Participant.objects.count() == 0
    answer = client.post(path)
    assert answer["Location"] == reverse("rounds:submit", args=[round_.pk])
    assert client.get(answer["Location"]).status_code == 200


def test_a_used_link_asks_for_a_code_on_another_device() -> None:
    _, path = invited()
    client_of(None).post(path)
    page = client_of(None).get(path).content.decode()
    assert "Sign in to start" in page
    assert f"next={path}" in page


def test_a_closed_round_says_so() -> None:
    _, path = invited()
    Round.objects.update(closes_at=timezone.now() - dt.timedelta(minutes=1))
    answer = client_of(None).get(path)
    assert answer.status_code == 409
    assert "This round closed on" in answer.content.decode()


def test_a_withdrawn_invitation_says_so() -> None:
    round_, path = invited()
    round_.invitations.update(withdrawn_at=timezone.now())
    answer = client_of(None).get(path)
    assert answer.status_code == 409
    assert "was withdrawn" in answer.content.decode()


def test_join_links_are_rate_limited() -> None:
    _, path = invited()
    client = client_of(None)
    statuses = [client.get(path).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]


@pytest.mark.parametrize("somebody_said_it", [False, True])
def test_from_the_link_to_a_submission_in_3_pages_and_3_required_fields(somebody_said_it: bool) -> None:
    """Every page that the officer is shown is counted, and every field without which a form is refused, as a browser would send them."""
    round_, path = invited()
    if somebody_said_it:
        making.make_contribution(making.make_participant(round_, making.make_user(), making.make_council()), text="It hurts.")
    client = client_of(None)
    shown = [client.get(path)]
    answer = client.post(path)  # the button: nothing is typed
    shown.append(client.get(answer["Location"]))
    url, filled = answer["Location"], {"text": "It hurts.", "severity": "3", "disclosure": "public"}
    # None can be left out, and nothing else is asked for.
    for name in filled:
        assert client.post(url, {key: value for key, value in filled.items() if key != name}).context["form"].errors
    answer = client.post(url, filled)
    if somebody_said_it:
        shown.append(answer)
        answer = client.post(url, {**filled, "seen": answer.context["alike"][0].pk})
    assert answer.status_code == 302
    assert "It hurts." in client.get(answer["Location"]).content.decode()
    assert len(shown) == 3 if somebody_said_it else len(shown) == 2
    assert all(page.status_code == 200 for page in shown)
    assert len(filled) == 3


def test_the_officer_sees_the_answer_and_the_thread() -> None:
    mission = making.make_mission()
    lead, officer = making.make_lead(mission), making.make_user()
    point = making.make_pain_point(mission)
    round_ = making.make_round(mission)
    said = making.make_contribution(making.make_participant(round_, officer, making.make_council()))
    team = client_of(lead)
    base = ("codesign:link", "codesign:answer")
    link, answer = (reverse(name, args=[mission.slug, round_.slug, said.pk]) for name in base)
    assert team.post(link, {"pain_point": point.pk}).status_code == 302
    assert team.post(answer, {"what": "will", "text": "By March."}).status_code == 302
    page = client_of(officer).get(reverse("rounds:came_of_it", args=[round_.pk])).content.decode()
    assert "We will do it" in page
    assert "By March." in page
    assert reverse("thread", args=[mission.slug, point.reference]) in page


def test_every_wrong_line_of_an_invitation_is_told_and_nothing_is_saved() -> None:
    mission = making.make_mission()
    council = making.make_council("DOV", name="Dover")
    round_ = making.make_round(mission)
    url = reverse("codesign:invite", args=[mission.slug, round_.slug])
    lines = f"a@council.example, {council.name}\nnobody, Dover\nb@council.example, Atlantis"
    page = client_of(making.make_lead(mission)).post(url, {"addresses": lines}).content.decode()
    assert "Line 2: “nobody” is not an e-mail address." in page
    assert "Line 3: No single council is known as “Atlantis”" in page
    assert round_.invitations.count() == 0


@pytest.mark.parametrize("name", ["codesign:rounds", "codesign:round"])
def test_team_pages_take_the_same_queries_for_1_row_and_for_50(name: str) -> None:
    mission = making.make_mission()
    client = client_of(making.make_lead(mission))
    round_ = making.make_round(mission)
    url = reverse(name, args=[mission.slug] if name == "codesign:rounds" else [mission.slug, round_.slug])
    _fill(mission, round_, 1)
    one = queries_of(client, url)
    _fill(mission, round_, 49)
    assert queries_of(client, url) == one <= 12


@pytest.mark.parametrize("name", ["rounds:take_part", "rounds:came_of_it", "rounds:vote"])
def test_participants_pages_take_the_same_queries_for_1_row_and_for_50(name: str) -> None:
    round_ = making.make_round(making.make_mission())
    officer = making.make_user()
    participant = making.make_participant(round_, officer, making.make_council())
    client, url = client_of(officer), reverse(name, args=[round_.pk])
    making.make_contribution(participant, pain_point=making.make_pain_point(round_.mission))
    one = queries_of(client, url)
    for position in range(3, 30):
        making.make_contribution(participant, pain_point=making.make_pain_point(round_.mission))
        round_.statements.create(position=position, text=f"Statement {position}")
    assert queries_of(client, url) == one <= 12


def test_only_those_without_an_answer_are_reminded_once() -> None:
    now = dt.datetime.combine(add_working_days(clock.today(), 1), dt.time(9), clock.LONDON)
    round_ = making.make_round(making.make_mission(), closes_at=now + dt.timedelta(days=2))
    answered = making.make_participant(round_, making.make_user(), making.make_council())
    answered.answered_at = timezone.now()
    answered.save()
    joined = making.make_participant(round_, making.make_user(), making.make_council())
    waiting = making.make_invitation(round_, making.make_council())
    making.make_invitation(round_, making.make_council(), withdrawn_at=timezone.now())
    assert {notice.to_address for notice in due(now)} == {joined.user.email, waiting.email}
    assert (plan(now=now).sent, plan(now=now).sent) == (2, 0)
    assert OutboxMessage.objects.count() == 2


def test_nobody_is_reminded_early_or_after_the_end() -> None:
    round_ = making.make_round(making.make_mission())
    making.make_invitation(round_, making.make_council())
    assert list(due(round_.closes_at - dt.timedelta(days=3, seconds=1))) == []
    assert list(due(round_.closes_at)) == []
    assert len(list(due(round_.closes_at - dt.timedelta(days=3)))) == 1


def _fill(mission: Mission, round_: Round, count: int) -> None:
    for _ in range(count):
        making.make_contribution(making.make_participant(round_, making.make_user(), making.make_council()))
        making.make_round(mission, owner=making.make_user())


def test_visitors_behind_one_proxy_have_each_their_own_limit(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _, path = invited()
    client = client_of(None)
    for _ in range(31):
        first = client.get(path, headers={"X-Forwarded-For": "192.0.2.7"})
    assert first.status_code == 429
    assert client.get(path, headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 200


def test_a_withdrawn_participant_finds_the_round_nowhere() -> None:
    user, round_ = making.make_user(), making.make_round(making.make_mission(), title="Round about permits")
    participant = making.make_participant(round_, user, making.make_council())
    client, pages = client_of(user), ("/rounds/", "/search/?q=permits")
    assert [f"/rounds/{round_.pk}/" in client.get(page).content.decode() for page in pages] == [True, True]
    participant.invitation.withdrawn_at = timezone.now()
    participant.invitation.save()
    assert not any(f"/rounds/{round_.pk}/" in client.get(page).content.decode() for page in pages)
