"""Long work on real connections: one worker does it, a dead one loses it."""

import datetime as dt
import threading
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction
from redis.exceptions import ConnectionError as NoRedis

from missions.core import clock, jobs
from missions.core.models import AuditRow, Job
from tests.making import make_council

done: list[int] = []


def work(job: Job, tell: jobs.Tell) -> str:
    tell("Working", 1, 2)
    done.append(job.pk)
    return Job.Status.DONE


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    done.clear()
    with patch.dict(jobs.works._entries, {"test": jobs.Work(work)}):
        yield


def in_thread(job: Job, now: dt.datetime, answers: list[bool]) -> threading.Thread:
    def call() -> None:
        try:
            answers.append(jobs.run(job.pk, now=now))
        finally:
            connection.close()

    return threading.Thread(target=call)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once() -> None:
    job, now = Job.objects.create(kind="test"), clock.now()
    answers: list[bool] = []
    threads = [in_thread(job, now, answers) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(answers), len(done)) == ([False, True], 1)


@pytest.mark.django_db(transaction=True)
def test_a_slow_worker_that_lives_is_not_taken_over() -> None:
    job, now = Job.objects.create(kind="test"), clock.now()
    started, may_end = threading.Event(), threading.Event()

    def slow(job: Job, tell: jobs.Tell) -> str:
        started.set()
        may_end.wait(10)
        return work(job, tell)

    answers: list[bool] = []
    with patch.dict(jobs.works._entries, {"test": jobs.Work(slow)}):
        thread = in_thread(job, now, answers)
        thread.start()
        assert started.wait(10)
        assert jobs.run(job.pk, now=now + dt.timedelta(hours=1)) is False
        assert jobs.run_waiting(now=now + dt.timedelta(hours=1)) == 0
        may_end.set()
        thread.join()
    assert (answers, len(done)) == ([True], 1)


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_wrote_is_gone_and_the_next_one_does_it() -> None:
    job, now = Job.objects.create(kind="test"), clock.now()

    def dies(job: Job, tell: jobs.Tell) -> str:
        make_council("DED")
        raise SystemExit

    with patch.dict(jobs.works._entries, {"test": jobs.Work(dies)}), pytest.raises(SystemExit):
        jobs.run(job.pk, now=now)
    assert type(make_council("AAA")).objects.count() == 1
    assert jobs.run_waiting(now=now + dt.timedelta(minutes=3)) == 1
    job.refresh_from_db()
    assert job.status == "done"


@pytest.mark.django_db
def test_a_job_that_loses_its_database_is_done_later() -> None:
    job, now = Job.objects.create(kind="test"), clock.now()
    with patch.dict(jobs.works._entries, {"test": jobs.Work(lambda job, tell: exec_raise())}), pytest.raises(OperationalError):
        jobs.run(job.pk, now=now)
    assert jobs.run_waiting(now=now + dt.timedelta(minutes=3)) == 1


def exec_raise() -> str:
    raise OperationalError("the connection is closed")


@pytest.mark.django_db
def test_progress_is_seen_while_it_is_worked_on() -> None:
    job = Job.objects.create(kind="test")
    tell = jobs.Tell(job)
    tell("Saving", 10, 400)
    tell("Saving", 11, 400)
    assert jobs.progress_of(job) == {"what": "Saving", "done": 10, "total": 400}
    tell("Saving", 400, 400)
    assert jobs.progress_of(job)["done"] == 400


@pytest.mark.django_db
def test_work_goes_on_without_a_cache() -> None:
    job = Job.objects.create(kind="test")
    with patch("missions.core.jobs.cache.set", side_effect=NoRedis), patch("missions.core.jobs.cache.get", side_effect=NoRedis):
        assert jobs.run(job.pk, now=clock.now()) is True
        assert jobs.progress_of(job) == {}


@pytest.mark.django_db
def test_a_job_that_was_asked_for_in_a_transaction_that_failed_does_not_exist() -> None:
    with transaction.atomic():
        jobs.ask(by=None, kind="test")
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not AuditRow.objects.exists()
