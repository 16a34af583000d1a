"""A worker freezes a report: once, with progress, and a failure is said and tried again."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from missions.core import clock, jobs
from missions.core.models import AuditRow, Job
from missions.core.refusals import NotNow
from missions.decisions.freezing import verify
from missions.reports import actions
from missions.reports.models import LatestFigures, Report
from missions.stewardship.models import MissionRole
from tests import making
from tests.making import client_of
from tests.queries import queries_of
from tests.reports.test_reports import Room, room, work

__all__ = ("room",)
pytestmark = pytest.mark.django_db


def frozen(room: Room) -> Any:
    return Report.objects.filter(status="submitted").values_list("issue", "version")


def test_pressing_submit_shows_progress_and_ends_at_the_frozen_report(room: Room) -> None:
    report = room.compose()
    work()
    client, url = client_of(room.lead), report.get_absolute_url()
    address = client.post(f"{url}submit/").headers["Location"]
    assert address == f"{url}progress/"
    page = client.get(address).content.decode()
    assert "Your report is being frozen" in page
    assert f'href="{address}"' in page, "Without JavaScript the page is reloaded by a link."
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 200
    work()
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert client.get(address).headers["Location"] == url
    page = client.get(url).content.decode()
    assert "The report is frozen and submitted" in page
    assert "unchanged since" in page


def test_pressing_twice_makes_one_version(room: Room) -> None:
    report = room.compose()
    work()
    client, url = client_of(room.lead), report.get_absolute_url()
    for _ in range(2):
        assert client.post(f"{url}submit/").status_code == 302
    assert Job.objects.filter(kind="reports.submit").count() == 1
    work()
    assert client.post(f"{url}submit/").status_code == 302, "A third time, when it is frozen, changes nothing either."
    work()
    assert list(frozen(room)) == [(1, 1)]
    assert AuditRow.objects.filter(action="report.submit").count() == 1


def test_a_job_that_runs_again_freezes_nothing_again(room: Room) -> None:
    report = room.compose()
    actions.ask_to_submit(by=room.lead, standing=room.standing(room.lead), report=report)
    work()
    report.refresh_from_db()
    Job.objects.filter(kind="reports.submit").update(status="waiting")
    work()
    again = Report.objects.get()
    assert (again.sha256, again.known_at, again.status) == (report.sha256, report.known_at, "submitted")
    assert verify(again.content, again.sha256)


def test_nothing_is_changed_while_it_is_being_frozen(room: Room) -> None:
    report = room.compose()
    actions.ask_to_submit(by=room.lead, standing=room.standing(room.lead), report=report)
    with pytest.raises(NotNow, match="being frozen now"):
        actions.edit(by=room.lead, standing=room.standing(room.lead), report=report, narrative="Other.")
    work()
    report.refresh_from_db()
    assert report.content["narrative"] == "Councils helped each other."


def test_a_failure_is_said_and_tried_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    report = room.compose()
    work()
    client, url = client_of(room.lead), report.get_absolute_url()

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no figures")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "evidence_of", broken)
        client.post(f"{url}submit/")
        work()
    page = client.get(f"{url}progress/").content.decode()
    for words in ("Your report was not frozen", "went wrong on our side", "It is still a draft.", "Try again"):
        assert words in page
    assert "The last attempt failed" in client.get(url).content.decode()
    client.post(f"{url}submit/")
    work()
    assert list(frozen(room)) == [(1, 1)]


def test_who_is_no_longer_the_lead_when_the_worker_comes_freezes_nothing(room: Room) -> None:
    report = room.compose()
    work()
    actions.ask_to_submit(by=room.lead, standing=room.standing(room.lead), report=report)
    MissionRole.objects.filter(user=room.lead).update(ends_on=clock.today())
    making.give(room.lead, "observer", room.mission)
    work()
    assert not frozen(room).exists()
    page = client_of(room.lead).get(f"{report.get_absolute_url()}progress/").content.decode()
    assert "Only this mission’s mission lead can write a report" in page
    assert "Try again" not in page


def test_a_draft_takes_few_queries_whatever_its_mission_holds(room: Room) -> None:
    report = room.compose()
    work()
    client, url = client_of(room.lead), report.get_absolute_url()
    few = queries_of(client, url)
    for number in range(5):
        making.make_event(making.make_intervention(room.mission), making.make_council())
        making.make_indicator(room.mission, slug=f"more-{number}")
    actions.collect_figures(report=report, now=timezone.now())
    assert queries_of(client, url) == few <= 12
    submitted = room.submitted()
    assert queries_of(client, f"{submitted.get_absolute_url()}corrected/") <= 12


def test_another_day_collects_the_figures_anew(room: Room) -> None:
    report = room.compose()
    work()
    lead: dict[str, Any] = {"by": room.lead, "standing": room.standing(room.lead), "report": report}
    actions.edit(**lead, narrative="Other.")
    assert not Job.objects.filter(status="waiting").exists()
    actions.edit(**lead, as_at=dt.date(2025, 1, 1))
    work()
    assert LatestFigures.objects.get().evidence["as_at"] == "2025-01-01"


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_presses_at_once_freeze_one_version(room: Room) -> None:
    report = room.compose()
    Job.objects.all().delete()
    standing = room.standing(room.lead)
    start, refused = threading.Barrier(2), []

    def press() -> None:
        start.wait()
        try:
            actions.ask_to_submit(by=room.lead, standing=standing, report=report)
        except NotNow as refusal:
            refused.append(refusal)
        for job in Job.objects.filter(kind="reports.submit"):
            jobs.run(job.pk, now=clock.now())
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (list(frozen(room)), refused) == ([(1, 1)], [])
    assert AuditRow.objects.filter(action="report.submit").count() == 1
