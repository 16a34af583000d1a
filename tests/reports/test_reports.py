"""Composing, freezing, signing off, returning and reading reports."""

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from missions.core import clock, jobs
from missions.core.models import AuditRow, Job
from missions.core.refusals import NotAllowed, NotNow
from missions.decisions.freezing import verify
from missions.people.models import User
from missions.reports import actions
from missions.reports.models import Reading, Report
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
WRITTEN: dict[str, Any] = {
    "title": "Outcomes to August",
    "as_at": dt.date(2026, 8, 31),
    "narrative": "Councils helped each other.",
    "confidence": "amber",
    "confidence_reason": "Two suppliers are late.",
    "next_review_on": dt.date(2099, 1, 1),
}


@dataclass
class Room:
    """A mission with a lead, a director and one council that has adopted its standard."""

    mission: Mission
    lead: User
    director: User

    def standing(self, user: User) -> Standing:
        return stand(user, self.mission.slug, on=timezone.localdate())

    def compose(self, **values: Any) -> Report:
        return actions.compose(by=self.lead, standing=self.standing(self.lead), **{**WRITTEN, **values})

    def submitted(self, **values: Any) -> Report:
        report = self.compose(**values)
        actions.submit(by=self.lead, standing=self.standing(self.lead), report=report, now=timezone.now())
        report.refresh_from_db()
        return report

    def answer(self, action: Any, report: Report, by: User | None = None, comments: str = "") -> Any:
        by = by or self.director
        return action(by=by, standing=self.standing(by), report=report, comments=comments, now=timezone.now())


def work() -> None:
    """What a worker would do by now."""
    for job in Job.objects.filter(status="waiting").order_by("pk"):
        jobs.run(job.pk, now=clock.now())


@pytest.fixture
def room() -> Room:
    mission = making.make_mission()
    standard = making.make_intervention(mission, name="The standard", is_headline=True)
    making.make_event(standard, making.make_council())
    return Room(mission, making.make_lead(mission), making.make_director(mission))


def test_only_the_lead_writes(room: Room) -> None:
    with pytest.raises(NotAllowed, match="lead can write a report"):
        actions.compose(by=room.director, standing=room.standing(room.director), **WRITTEN)


def test_each_report_gets_the_next_issue(room: Room) -> None:
    assert [room.compose().issue, room.compose().issue] == [1, 2]


@pytest.mark.parametrize("missing", [{"confidence": ""}, {"confidence_reason": " "}, {"next_review_on": None}])
def test_a_rating_without_its_parts_is_not_submitted(room: Room, missing: dict[str, Any]) -> None:
    report = room.compose(**missing)
    with pytest.raises(NotNow, match="before you submit"):
        actions.submit(by=room.lead, standing=room.standing(room.lead), report=report, now=timezone.now())


def test_the_database_refuses_a_submitted_report_without_a_reason(room: Room) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        making.make_report(room.mission, room.lead, status="submitted", sha256="0" * 64, confidence="green")


def test_submitting_freezes_text_rating_and_evidence(room: Room) -> None:
    report = room.submitted()
    assert verify(report.content, report.sha256)
    assert report.content["narrative"] == WRITTEN["narrative"]
    assert report.content["evidence"]["sources"]["adoption"]["figures"]["headline"]["adopted"] == 1
    assert report.known_at is not None


def test_a_change_in_the_content_is_detected(room: Room) -> None:
    report = room.submitted()
    changed = copy.deepcopy(report.content)
    changed["evidence"]["sources"]["adoption"]["figures"]["headline"]["adopted"] = 2
    assert not verify(changed, report.sha256)


@pytest.mark.parametrize("change", [{"content": {}}, {"confidence": "green"}, {"narrative": "Other."}, {"title": "Other"}])
def test_the_database_refuses_to_change_a_frozen_report(room: Room, change: dict[str, Any]) -> None:
    report = room.submitted()
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        Report.objects.filter(pk=report.pk).delete()


def test_a_frozen_report_cannot_be_edited(room: Room) -> None:
    report = room.submitted()
    with pytest.raises(NotNow, match="can’t change any more"):
        actions.edit(by=room.lead, standing=room.standing(room.lead), report=report, **WRITTEN)


def test_the_director_signs_off(room: Room) -> None:
    report = room.submitted()
    room.answer(actions.sign_off, report)
    report.refresh_from_db()
    assert (report.status, report.answered_by) == ("signed-off", room.director)


def test_the_author_never_answers_even_as_director(room: Room) -> None:
    making.give(room.lead, "director", room.mission)
    report = room.submitted()
    for action in (actions.sign_off, actions.send_back):
        with pytest.raises(NotAllowed, match="You wrote this report"):
            room.answer(action, report, by=room.lead, comments="Fine.")


def test_the_database_refuses_sign_off_by_the_author(room: Room) -> None:
    report = room.submitted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(status="signed-off", answered_by=room.lead)


def test_returning_opens_the_next_version_with_what_was_written(room: Room) -> None:
    report = room.submitted()
    following = room.answer(actions.send_back, report, comments="Say what it cost.")
    report.refresh_from_db()
    assert (report.status, report.comments) == ("returned", "Say what it cost.")
    assert (following.issue, following.version, following.status, following.author) == (1, 2, "draft", room.lead)
    assert {name: getattr(following, name) for name in WRITTEN} == WRITTEN


def test_returning_needs_comments(room: Room) -> None:
    with pytest.raises(NotNow, match="Say what should change"):
        room.answer(actions.send_back, room.submitted(), comments=" ")


def test_a_report_is_answered_once(room: Room) -> None:
    report = room.submitted()
    room.answer(actions.sign_off, report)
    with pytest.raises(NotNow):
        room.answer(actions.send_back, report, comments="Too late.")


@pytest.mark.parametrize("verb", ["compose", "submit", "sign_off", "send_back"])
def test_nothing_is_saved_when_the_audit_row_fails(room: Room, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    report = room.compose() if verb in {"compose", "submit"} else room.submitted()
    before = list(Report.objects.values())

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(actions, "record", broken)
    standing = room.standing(room.lead)
    acts: dict[str, Callable[[], object]] = {
        "compose": room.compose,
        "submit": lambda: actions.submit(by=room.lead, standing=standing, report=report, now=timezone.now()),
        "sign_off": lambda: room.answer(actions.sign_off, report),
        "send_back": lambda: room.answer(actions.send_back, report, comments="Why."),
    }
    with pytest.raises(RuntimeError):
        acts[verb]()
    assert list(Report.objects.values()) == before


def test_later_facts_never_change_the_page(room: Room) -> None:
    report = room.submitted()
    client = client_of(room.director)
    assert "1 of 1" in client.get(report.get_absolute_url()).content.decode()
    making.make_council()
    room.mission.indicators.create(slug="new", name="New indicator", definition="x", unit="homes", direction="up")
    page = client.get(report.get_absolute_url()).content.decode()
    assert "1 of 1" in page
    assert "New indicator" not in page
    assert "unchanged since" in page


def test_a_draft_shows_the_figures_that_were_collected_and_says_so(room: Room) -> None:
    report = room.compose(confidence_reason="")
    assert "collecting its figures" in client_of(room.lead).get(report.get_absolute_url()).content.decode()
    work()
    page = client_of(room.lead).get(report.get_absolute_url()).content.decode()
    assert "This is a draft" in page
    assert "1 of 1" in page
    assert "Give the delivery confidence and its reason" in page


def test_the_public_reads_only_what_was_signed_off(room: Room) -> None:
    signed, waiting = room.submitted(title="Signed report"), room.submitted(title="Waiting report")
    room.answer(actions.sign_off, signed, comments="Between us.")
    client = client_of(None)
    listed = client.get(f"{room.mission.get_absolute_url()}reports/").content.decode()
    assert "Signed report" in listed
    assert "Waiting report" not in listed
    assert client.get(waiting.get_absolute_url()).status_code == 404
    page = client.get(signed.get_absolute_url()).content.decode()
    assert "Between us." not in page
    assert str(room.lead) not in page


def test_a_directors_reading_is_noted_once_a_day(room: Room) -> None:
    report = room.submitted()
    for user in (room.director, room.director, room.lead):
        client_of(user).get(report.get_absolute_url())
    assert [(row.user, row.report) for row in Reading.objects.all()] == [(room.director, report)]
    assert AuditRow.objects.filter(action="report.read").count() == 1
    Reading.objects.update(read_at=timezone.now() - dt.timedelta(days=1))
    client_of(room.director).get(report.get_absolute_url())
    assert Reading.objects.count() == 2


def test_reading_a_draft_is_not_noted(room: Room) -> None:
    client_of(room.director).get(room.compose().get_absolute_url())
    assert not Reading.objects.exists()


def test_the_whole_way_by_its_pages(room: Room) -> None:
    lead, director = client_of(room.lead), client_of(room.director)
    base = f"{room.mission.get_absolute_url()}reports/"
    data = {"title": "By pages", "narrative": "Text.", "confidence": "green", "confidence_reason": "Good."}
    for name, (year, month, day) in {"as_at": (2026, 8, 31), "next_review_on": (2099, 1, 1)}.items():
        data |= {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}
    assert lead.post(f"{base}compose/", data).status_code == 302
    assert lead.post(f"{base}1/1/submit/").status_code == 302
    work()
    assert "Say what should change." in director.post(f"{base}1/1/answer/", {"answer": "return"}).content.decode()
    assert director.post(f"{base}1/1/answer/", {"answer": "return", "comments": "More."}).status_code == 302
    assert "More." in lead.get(f"{base}1/2/edit/").content.decode()
    assert lead.post(f"{base}1/2/submit/").status_code == 302
    work()
    assert director.post(f"{base}1/2/answer/", {"answer": "sign-off"}).status_code == 302
    assert client_of(None).get(f"{base}1/2/").status_code == 200


def test_days_are_checked(room: Room) -> None:
    data = {"title": "", "as_at_day": "1", "as_at_month": "1", "as_at_year": "2099"}
    data |= {"next_review_on_day": "1", "next_review_on_month": "1", "next_review_on_year": "2020"}
    page = client_of(room.lead).post(f"{room.mission.get_absolute_url()}reports/compose/", data).content.decode()
    for sentence in ("Enter a title.", "can’t be in the future", "must be after today"):
        assert sentence in page


def test_pages_take_the_same_queries_with_one_row_and_with_fifty(room: Room) -> None:
    client, report = client_of(room.lead), room.submitted()
    urls = (f"{room.mission.get_absolute_url()}reports/", report.get_absolute_url())
    before = [queries_of(client, url) for url in urls]
    for number in range(2, 51):
        making.make_report(room.mission, room.lead, issue=number)
        making.make_report(room.mission, room.lead, issue=1, version=number)
    assert [queries_of(client, url) for url in urls] == before
    assert max(before) <= 12


def test_who_changed_or_submitted_it_for_its_author_does_not_sign_it_off(room: Room) -> None:
    both = making.give(making.give(making.make_user(), "lead", room.mission), "director", room.mission)
    edited, sent = room.compose(), room.compose()
    actions.edit(by=both, standing=room.standing(both), report=edited, narrative="Mine.")
    actions.submit(by=room.lead, standing=room.standing(room.lead), report=edited, now=timezone.now())
    actions.submit(by=both, standing=room.standing(both), report=sent, now=timezone.now())
    for report in (edited, sent):
        with pytest.raises(NotAllowed, match="You wrote this report"):
            room.answer(actions.sign_off, report, by=both)
        room.answer(actions.sign_off, report)
