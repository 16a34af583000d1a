"""A payment run whose database or worker dies in the middle loses nothing and doubles nothing, once it has run again."""

import datetime as dt
import os
import signal
import warnings
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection

from funding.actions import payments
from funding.ledger import reconcile
from funding.models import Award, FundYear, LedgerEntry, Payment
from missions.core import jobs
from missions.core.models import AuditRow, Job
from tests.funding.awarding import NOW, active, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
AMOUNTS = ("300.00", "0.01", "249.99")
LATER = NOW + dt.timedelta(hours=1)  # a worker that has said nothing for so long is taken for dead


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    """A run that releases three payments of one award and two of another; no worker has been woken for it."""
    monkeypatch.setattr("missions.core.tasks.run_job_soon", lambda pk: None)
    cast = make_cast()
    asked = []
    for count in (3, 2):
        award = active(cast)
        place = cast.at(cast.member, award)
        asked += [
            payments.request(by=cast.member, place=place, amount=Decimal(amount), what="Work", now=NOW)
            for amount in AMOUNTS[:count]
        ]
    payments.release(by=cast.officer, standing=cast.stands(cast.officer), payments=asked, now=NOW)
    return Job.objects.get(kind=payments.RUN_KIND)


def at_the_third(monkeypatch: pytest.MonkeyPatch, strike: Callable[[], None]) -> None:
    """Strike once, after two payments of the run are written and before the third."""
    real = payments.pay
    done: list[int] = []

    def pay(pk: int, **values: Any) -> str | None:
        if len(done) == 2:
            assert Payment.objects.filter(status="paid").count() == 2
            strike()
        done.append(pk)
        return real(pk, **values)

    monkeypatch.setattr(payments, "pay", pay)


def nothing_was_paid() -> None:
    assert not LedgerEntry.objects.filter(kind="pay").exists()
    assert set(Payment.objects.values_list("status", flat=True)) == {"released"}
    assert set(Award.objects.values_list("paid", flat=True)) == {Decimal("0.00")}
    assert not AuditRow.objects.filter(action="payment.pay").exists()
    assert reconcile() == []


def everything_is_paid_once() -> None:
    entries = LedgerEntry.objects.filter(kind="pay").order_by("payment_id")
    assert [str(entry.amount) for entry in entries] == [*AMOUNTS, *AMOUNTS[:2]]
    assert len({entry.payment_id for entry in entries}) == 5
    assert [str(paid) for paid in Award.objects.order_by("pk").values_list("paid", flat=True)] == ["550.00", "300.01"]
    assert str(FundYear.objects.get(start_year=2026).paid) == "850.01"
    assert set(Payment.objects.values_list("status", flat=True)) == {"paid"}
    assert AuditRow.objects.filter(action="payment.pay").count() == 5
    assert reconcile() == []


def runs_again_to_the_end(job: Job) -> None:
    assert jobs.run(job.pk, now=LATER)
    everything_is_paid_once()
    assert not jobs.run(job.pk, now=LATER + dt.timedelta(hours=1))
    Job.objects.filter(pk=job.pk).update(status=Job.Status.WAITING)  # even if somebody started it by hand
    assert jobs.run(job.pk, now=LATER + dt.timedelta(hours=2))
    everything_is_paid_once()


def test_the_database_ends_the_connection_in_the_middle_of_a_run(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def strike() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        with psycopg.connect(**connection.get_connection_params()) as other:
            assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone() == (True,)

    with monkeypatch.context() as patched:
        at_the_third(patched, strike)
        with pytest.raises((OperationalError, InterfaceError)):
            jobs.run(job.pk, now=NOW)
    connection.close()
    nothing_was_paid()
    runs_again_to_the_end(job)


def test_the_worker_is_killed_in_the_middle_of_a_run(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()  # so that the child opens one of its own
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of threads, which the child doesn't use
        child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            at_the_third(monkeypatch, lambda: os.kill(os.getpid(), signal.SIGKILL))
            jobs.run(job.pk, now=NOW)
        finally:
            os._exit(1)
    _, how = os.waitpid(child, 0)
    assert os.WIFSIGNALED(how)
    assert os.WTERMSIG(how) == signal.SIGKILL
    nothing_was_paid()
    assert Job.objects.get(pk=job.pk).status == Job.Status.RUNNING
    runs_again_to_the_end(job)
