"""Long work that a person asked for: done by a worker, shown on a page, safe to run twice.

A worker claims a job by a conditional update, then holds its row locked while it works in one transaction. A worker that is killed
loses its lock with its connection: after a while another one takes the job over, and nothing of the first attempt is left.
"""

import datetime as dt
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import F
from redis.exceptions import RedisError

from missions.core import clock
from missions.core.audit import record
from missions.core.models import Job, StoredFile
from missions.core.refusals import NotNow, Refusal
from missions.core.registries import Registry

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 3
# A job that was asked for a moment ago has its own wake-up call on the way.
GRACE = dt.timedelta(seconds=20)
OUR_FAULT = "Something went wrong on our side, and it has been noted. Nothing was saved. Try again later."
GAVE_UP = "The work stopped without an end several times, perhaps because the file is too large. Nothing was saved."


class Unusable(Exception):
    """The work can't be done with what was sent; the message says why, `report` goes with the job."""

    def __init__(self, sentence: str, **report: Any) -> None:
        super().__init__(sentence)
        self.report = report


class Tell:
    """How work says what it is doing; told beside the transaction, so that the page sees it at once."""

    def __init__(self, job: Job) -> None:
        self.key = _key(job)
        self.told_at = 0.0

    def __call__(self, what: str, done: int = 0, total: int | None = None) -> None:
        """Keep the newest word; at most four a second of the same total."""
        if time.monotonic() - self.told_at < 0.25 and 0 < done != total:
            return
        self.told_at = time.monotonic()
        try:
            cache.set(self.key, {"what": what, "done": done, "total": total}, 3600)
        except (RedisError, OSError):
            log.warning("job.progress_not_told")


@dataclass(frozen=True)
class Work:
    """Does one kind of job: gets the locked row and a way to tell progress, fills `report`, gives the status that follows."""

    do: Callable[[Job, Tell], str]


works: Registry[Work] = Registry()


def ask(*, by: models.Model | None, kind: str, file: StoredFile | None = None, **parameters: Any) -> Job:
    """Write down that somebody wants this done, and wake a worker once that is stored."""
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind, asked_by_id=by.pk if by is not None else None, file=file, parameters=parameters, created_at=clock.now()
        )
        start_soon(job)
    return job


def start_soon(job: Job) -> None:
    """Wake a worker when the transaction is through; the scheduler's sweep finds what this misses."""
    from missions.core.tasks import run_job_soon

    pk = job.pk
    transaction.on_commit(lambda: run_job_soon(pk))


def retry(job: Job, *, by: models.Model) -> None:
    """Let a job that failed run again, from the start."""
    with transaction.atomic():
        locked = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if locked.status != Job.Status.FAILED:
            raise NotNow("This work has not failed, so there is nothing to try again.")
        locked.status, locked.attempts, locked.error, locked.trace = Job.Status.WAITING, 0, "", ""
        locked.finished_at = locked.started_at = None
        locked.save()
        record("job.retry", by=by, subject=locked)
        start_soon(locked)


def progress_of(job: Job) -> dict[str, Any]:
    """What a running job last told: {what, done, total}, empty when it told nothing yet."""
    try:
        told: dict[str, Any] | None = cache.get(_key(job))
    except (RedisError, OSError):
        told = None
    return told or {}


def claim(pk: int, *, now: dt.datetime) -> Job | None:
    """Take a job that waits, or one whose worker is gone; None when somebody else has it or there is nothing to do."""
    with transaction.atomic():
        job = Job.objects.to_run(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if job is None:
            return None
        job.status, job.started_at, job.attempts = Job.Status.RUNNING, now, job.attempts + 1
        job.save(update_fields=["status", "started_at", "attempts"])
        return job


def run(pk: int, *, now: dt.datetime) -> bool:
    """Do one job unless somebody else does or did; returns whether this call did it."""
    claimed = claim(pk, now=now)
    if claimed is None:
        return False
    if claimed.attempts > MOST_ATTEMPTS:
        return _fail(claimed, GAVE_UP)
    try:
        with transaction.atomic():
            mine = Job.objects.mine(claimed).select_for_update(skip_locked=True, of=("self",)).select_related("file").first()
            if mine is None:
                return False
            mine.status = works[mine.kind].do(mine, Tell(mine))
            mine.finished_at, mine.attempts, mine.error = clock.now(), 0, ""
            mine.save()
    except (Refusal, Unusable) as error:
        return _fail(claimed, str(error), **(error.report if isinstance(error, Unusable) else {}))
    except (OperationalError, InterfaceError):
        # The connection may be gone with the lock: the job stays claimed, and the sweep hands it to somebody later.
        log.exception("job.database_failed", job=claimed.pk)
        raise
    except Exception:  # whatever the work raises must reach the person as a sentence
        log.exception("job.failed", job=claimed.pk, kind=claimed.kind)
        Job.objects.mine(claimed).update(trace=traceback.format_exc())
        return _fail(claimed, OUR_FAULT)
    return True


def _fail(job: Job, sentence: str, **report: Any) -> bool:
    changes: dict[str, Any] = {"status": Job.Status.FAILED, "error": sentence, "finished_at": clock.now()}
    if report:
        changes["report"] = report
    return bool(Job.objects.mine(job).update(**changes))


def run_waiting(*, now: dt.datetime) -> int:
    """Do what no worker was woken for, and what dead workers left; returns how many were done."""
    due = list(Job.objects.to_run(now).filter(created_at__lt=now - GRACE).order_by(F("created_at")).values_list("pk", flat=True))
    return sum(run(pk, now=now) for pk in due)


def _key(job: Job) -> str:
    return f"job:{job.public_id}"
