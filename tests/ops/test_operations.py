"""The jobs are watched: each one's last run is known, and one that silently stops is told about."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from config import watch
from config.schedule import SCHEDULE
from missions.core import clock, jobs
from missions.core.models import Job, OutboxMessage, ScheduledJob
from missions.core.registries import reminders
from missions.notices.planning import plan
from tests.making import client_of, make_decision, make_director, make_mission, make_user

pytestmark = pytest.mark.django_db
REMIND = SimpleNamespace(name="missions.notices.tasks.remind")
DAILY = SimpleNamespace(name="missions.outcomes.tasks.rebuild_rollups")


def state_of(task: Any, now: dt.datetime) -> watch.State:
    return next(state for state in watch.states(now=now) if state.task == task.name)


def everything_ran(at: dt.datetime) -> None:
    for entry in SCHEDULE.values():
        ScheduledJob.objects.update_or_create(
            task=entry["task"], defaults={"watched_since": at, "started_at": at, "succeeded_at": at}
        )


def test_a_run_is_noted_from_start_to_end() -> None:
    watch.starts(task=REMIND)
    assert ScheduledJob.objects.get().succeeded_at is None
    watch.succeeds(sender=REMIND)
    row = ScheduledJob.objects.get(task=REMIND.name)
    assert row.succeeded_at is not None
    assert row.took_seconds is not None
    assert row.took_seconds >= 0
    watch.fails(sender=REMIND, einfo="Traceback: no such table")
    state = state_of(REMIND, clock.now())
    assert (state.has_failed, state.job.trace) == (True, "Traceback: no such table")
    watch.succeeds(sender=REMIND)
    assert not state_of(REMIND, clock.now()).has_failed


def test_work_that_is_not_of_the_schedule_is_not_noted() -> None:
    watch.starts(task=SimpleNamespace(name="missions.core.tasks.run_job"))
    assert not ScheduledJob.objects.exists()


@pytest.mark.parametrize(("minutes", "late"), [(29, False), (31, True)])
def test_a_job_is_late_twenty_minutes_after_it_was_due(minutes: int, late: bool) -> None:
    # It runs every ten minutes: due at ten past.
    nine = dt.datetime(2026, 9, 1, 9, 0, 5, tzinfo=clock.LONDON)
    everything_ran(nine)
    assert state_of(REMIND, nine + dt.timedelta(minutes=minutes, seconds=-5)).is_late is late


@pytest.mark.parametrize("day", ["2026-10-24", "2027-03-27"])
def test_a_night_with_a_change_of_the_clocks_makes_no_nightly_job_late(day: str) -> None:
    last = dt.datetime.fromisoformat(f"{day}T02:30:10").replace(tzinfo=clock.LONDON)
    everything_ran(last)
    # The next one is due the following night, at most an hour off.
    assert not state_of(DAILY, last + dt.timedelta(hours=23)).is_late
    assert state_of(DAILY, last + dt.timedelta(hours=26)).is_late


def test_a_job_that_silently_stops_is_told_to_administrators_once() -> None:
    administrator = make_user(is_administrator=True)
    make_user()
    now = clock.now()
    everything_ran(now)
    ScheduledJob.objects.filter(task=REMIND.name).update(
        started_at=now - dt.timedelta(hours=3), succeeded_at=now - dt.timedelta(hours=3)
    )
    assert watch.watch_jobs() == 1
    assert watch.watch_jobs() == 0
    message = OutboxMessage.objects.get()
    assert (message.to_address, "“Remind people”" in message.text) == (administrator.email, True)


def test_another_job_tells_when_the_watcher_itself_stops() -> None:
    make_user(is_administrator=True)
    now = clock.now()
    everything_ran(now)
    assert watch.watch_the_watcher() == 0
    ScheduledJob.objects.filter(task=watch.WATCHER).update(
        started_at=now - dt.timedelta(hours=3), succeeded_at=now - dt.timedelta(hours=3)
    )
    assert watch.watch_the_watcher() == 1
    assert "“Watch the jobs”" in OutboxMessage.objects.get().text


def test_who_watches_from_outside_gets_503_when_a_job_has_stopped() -> None:
    url = reverse("jobs_health")
    everything_ran(clock.now())
    assert client_of(None).get(url).json() == {"ok": True, "late": []}
    ScheduledJob.objects.filter(task=REMIND.name).update(succeeded_at=clock.now() - dt.timedelta(hours=3))
    answer = client_of(None).get(url)
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "late": ["remind people"]})


def test_failed_work_is_shown_with_its_trace_and_runs_again() -> None:
    job = jobs.ask(by=None, kind="register")
    Job.objects.filter(pk=job.pk).update(status="failed", error="It broke.", trace="Traceback: line 7")
    client = client_of(make_user(is_administrator=True))
    page = client.get(reverse("operations")).content.decode()
    assert ("It broke." in page, "Traceback: line 7" in page) == (True, True)
    client.post(reverse("operations_retry", args=[job.public_id]))
    job.refresh_from_db()
    assert (job.status, job.error, job.trace) == ("waiting", "", "")
    page = client.post(reverse("operations_retry", args=[job.public_id]), follow=True).content.decode()
    assert "there is nothing to try again" in page


def test_a_trace_is_kept_of_what_went_wrong_on_our_side(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(job: Job, tell: jobs.Tell) -> str:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setitem(jobs.works._entries, "breaking", jobs.Work(breaks))
    job = jobs.ask(by=None, kind="breaking")
    assert jobs.run(job.pk, now=clock.now())
    job.refresh_from_db()
    assert (job.status, job.error, "ZeroDivisionError: by nothing" in job.trace) == ("failed", jobs.OUR_FAULT, True)


def test_an_administrator_sees_what_each_rule_last_said_and_never_a_sign_in_code() -> None:
    client = client_of(make_user(is_administrator=True))
    mission = make_mission()
    make_decision(mission, make_director(mission), make_user(), due_on="2026-09-01", question="Who <pays>?")
    plan(now=dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC))
    index = client.get(reverse("reminder_messages")).content.decode()
    assert all(reverse("reminder_message", args=[name]) in index for name in reminders.names())
    page = client.get(reverse("reminder_message", args=["decision due"])).content.decode()
    assert ("Who &lt;pays&gt;?" in page, "Who &amp;lt;pays&amp;gt;?" in page) == (True, True)
    assert "has written no message yet" in client.get(reverse("reminder_message", args=["report waits"])).content.decode()
    assert client.get(reverse("reminder_message", args=["nonsense"])).status_code == 404
