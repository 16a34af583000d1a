"""What a mission team does with its rounds."""

import datetime as dt
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from codesign.actions import answering, running
from codesign.evidence import collect
from codesign.links import join_path
from codesign.models import Contribution, Invitation, Round
from missions.core.models import AuditRow, OutboxMessage
from missions.core.refusals import NotAllowed, NotNow
from missions.people.models import User
from missions.problems.actions import link_evidence
from missions.problems.models import Evidence
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests import making

pytestmark = pytest.mark.django_db


def led() -> tuple[Mission, User, Standing]:
    mission = making.make_mission()
    lead = making.make_lead(mission)
    return mission, lead, stand(lead, mission.slug, on=making.TODAY)


def invitee(email: str) -> running.Invitee:
    return running.Invitee(email, making.make_council(), "council")


def plan(**values: object) -> running.Plan:
    now = timezone.now()
    defaults = {"title": "What hurts?", "purpose": "find", "question": "Say it.", "minutes": 10, "opens_at": now}
    return running.Plan(**{**defaults, "closes_at": now + dt.timedelta(days=7), **values})  # type: ignore[arg-type]


def test_a_draft_takes_a_free_slug_and_its_maker_owns_it() -> None:
    _, lead, standing = led()
    first = running.create(by=lead, standing=standing, plan=plan(statements=("One", "Two", "One")))
    second = running.create(by=lead, standing=standing, plan=plan())
    assert (first.slug, second.slug) == ("what-hurts", "what-hurts-2")
    assert first.owner == lead
    assert list(first.statements.values_list("text", flat=True)) == ["One", "Two"]


def test_nobody_is_told_before_the_launch_and_everybody_at_it() -> None:
    _, lead, standing = led()
    made = running.create(by=lead, standing=standing, plan=plan())
    running.invite(
        by=lead,
        standing=standing,
        round_=made,
        invitees=[invitee("a@council.example"), invitee("b@council.example")],
        now=timezone.now(),
    )
    assert OutboxMessage.objects.count() == 0
    running.launch(by=lead, standing=standing, round_=made, now=timezone.now())
    assert set(OutboxMessage.objects.values_list("to_address", flat=True)) == {"a@council.example", "b@council.example"}


def test_nobody_is_invited_twice() -> None:
    mission, lead, standing = led()
    round_ = making.make_round(mission)
    now = timezone.now()
    assert running.invite(by=lead, standing=standing, round_=round_, invitees=[invitee("a@council.example")], now=now) == 1
    assert running.invite(by=lead, standing=standing, round_=round_, invitees=[invitee("A@council.example")], now=now) == 0
    assert OutboxMessage.objects.count() == 1


def test_the_database_refuses_a_second_invitation() -> None:
    round_ = making.make_round(making.make_mission())
    making.make_invitation(round_, making.make_council(), "a@council.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        making.make_invitation(round_, making.make_council(), "a@council.example")


def test_a_round_without_invitations_is_not_launched() -> None:
    mission, lead, standing = led()
    round_ = making.make_round(mission, status="draft")
    with pytest.raises(NotNow, match="Invite at least one person"):
        running.launch(by=lead, standing=standing, round_=round_, now=timezone.now())


def test_a_round_whose_end_has_passed_is_not_launched() -> None:
    mission, lead, standing = led()
    round_ = making.make_round(mission, status="draft")
    making.make_invitation(round_, making.make_council())
    with pytest.raises(NotNow, match="closing time has passed"):
        running.launch(by=lead, standing=standing, round_=round_, now=round_.closes_at)


def test_what_was_asked_stays_as_it_was_after_the_launch() -> None:
    mission, lead, standing = led()
    with pytest.raises(NotNow, match="can’t change any more"):
        running.edit(by=lead, standing=standing, round_=making.make_round(mission), plan=plan())


def test_an_observer_runs_no_rounds() -> None:
    mission = making.make_mission()
    observer = making.give(making.make_user(), "observer", mission)
    with pytest.raises(NotAllowed, match="can run co-design rounds"):
        running.create(by=observer, standing=stand(observer, mission.slug, on=making.TODAY), plan=plan())


def test_rounds_are_closed_at_their_time_once() -> None:
    round_ = making.make_round(making.make_mission())
    assert running.close_due(now=round_.closes_at - dt.timedelta(seconds=1)) == 0
    assert running.close_due(now=round_.closes_at) == 1
    assert running.close_due(now=round_.closes_at) == 0
    assert Round.objects.get(pk=round_.pk).status == "closed"
    assert AuditRow.objects.filter(action="round.close").count() == 1


def test_a_round_is_not_finished_while_a_submission_waits() -> None:
    mission, lead, standing = led()
    round_ = making.make_round(mission)
    said = making.make_contribution(making.make_participant(round_, making.make_user(), making.make_council()))
    with pytest.raises(NotNow, match="1 submission has no answer yet"):
        running.finish(by=lead, standing=standing, round_=round_, now=round_.closes_at)
    answering.answer(by=lead, standing=standing, contribution=said, what="done", text="Done.", now=timezone.now())
    running.finish(by=lead, standing=standing, round_=round_, now=round_.closes_at)
    assert Round.objects.get(pk=round_.pk).status == "responded"


def test_an_open_round_is_not_finished() -> None:
    mission, lead, standing = led()
    with pytest.raises(NotNow, match="can’t become responded"):
        running.finish(by=lead, standing=standing, round_=making.make_round(mission), now=timezone.now())


def test_an_invitation_that_was_answered_is_not_withdrawn() -> None:
    mission, lead, standing = led()
    round_ = making.make_round(mission)
    participant = making.make_participant(round_, making.make_user(), making.make_council())
    participant.answered_at = timezone.now()
    participant.save()
    with pytest.raises(NotNow, match="answered through this invitation"):
        running.withdraw(by=lead, standing=standing, invitation=participant.invitation, now=timezone.now())


def test_who_was_withdrawn_can_be_invited_again_with_a_new_link() -> None:
    mission, lead, standing = led()
    round_ = making.make_round(mission)
    council = making.make_council()
    again = running.Invitee("a@council.example", council, "council")
    now = timezone.now()
    running.invite(by=lead, standing=standing, round_=round_, invitees=[again], now=now)
    first = round_.invitations.get()
    old = join_path(first)
    running.withdraw(by=lead, standing=standing, invitation=first, now=now)
    assert running.invite(by=lead, standing=standing, round_=round_, invitees=[again], now=now) == 1
    assert join_path(round_.invitations.standing().get()) != old
    assert OutboxMessage.objects.count() == 2


def test_a_submission_that_was_emptied_needs_no_answer() -> None:
    mission, lead, standing = led()
    round_ = making.make_round(mission)
    said = making.make_contribution(making.make_participant(round_, making.make_user(), making.make_council()))
    said.evidence.text = ""
    said.evidence.save()
    assert not Contribution.objects.unanswered().exists()
    running.finish(by=lead, standing=standing, round_=round_, now=round_.closes_at)
    assert AuditRow.objects.filter(action="round.close").count() == 1


def test_the_author_is_told_of_each_answer_once() -> None:
    mission, lead, standing = led()
    author = making.make_user()
    said = making.make_contribution(making.make_participant(making.make_round(mission), author, making.make_council()))
    for text in ("We will.", "We will.", "We have."):
        answering.answer(by=lead, standing=standing, contribution=said, what="will", text=text, now=timezone.now())
    assert OutboxMessage.objects.filter(to_user_id=author.pk).count() == 2


def test_an_answer_says_something() -> None:
    mission, lead, standing = led()
    said = making.make_contribution(
        making.make_participant(making.make_round(mission), making.make_user(), making.make_council())
    )
    with pytest.raises(NotNow, match="and why"):
        answering.answer(by=lead, standing=standing, contribution=said, what="done", text=" ", now=timezone.now())


def test_a_new_pain_point_has_the_submission_as_its_evidence() -> None:
    mission, lead, standing = led()
    said = making.make_contribution(
        making.make_participant(making.make_round(mission), making.make_user(), making.make_council())
    )
    point = answering.link_to_new_pain_point(by=lead, standing=standing, contribution=said, title="Paper files", barrier="data")
    assert [link.evidence for link in point.evidence_links.all()] == [said.evidence]


def test_without_its_audit_row_nothing_happened() -> None:
    mission, lead, standing = led()
    round_ = making.make_round(mission, status="draft")
    making.make_invitation(round_, making.make_council())
    with mock.patch("codesign.actions.running.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        running.launch(by=lead, standing=standing, round_=round_, now=timezone.now())
    assert Round.objects.get(pk=round_.pk).status == "draft"
    assert OutboxMessage.objects.count() == 0


def test_a_council_invitation_names_its_council() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(round=making.make_round(making.make_mission()), email="a@council.example")


def test_words_of_somebody_forgotten_wait_for_no_answer_in_a_bundle() -> None:
    mission = making.make_mission()
    said = making.make_contribution(
        making.make_participant(making.make_round(mission), making.make_user(), making.make_council())
    )
    day, now = timezone.localdate(), timezone.now()
    assert collect(mission.pk, day, now)["without_response"] == 1
    Evidence.objects.filter(pk=said.evidence_id).update(text="")
    assert collect(mission.pk, day, now)["without_response"] == 0


def test_what_was_said_to_one_mission_is_no_evidence_for_another() -> None:
    mission, lead, standing = led()
    other = making.make_mission()
    for said, about in ((mission, other), (other, mission), (other, other)):
        evidence, point = making.make_evidence(said), making.make_pain_point(about)
        with pytest.raises(NotNow, match="belong to this mission"):
            link_evidence(by=lead, standing=standing, evidence=evidence, pain_point=point)
