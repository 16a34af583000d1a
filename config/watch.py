"""Watches the jobs of the schedule: how each last went, when it is due next, and whether it has silently stopped.

Workers note starts and ends. `watch the jobs` reports what is late to administrators; `watch the watcher` reports that job. When the worker
or the scheduler itself is gone neither can: then `/health/jobs/` answers 503, and the operations page says so.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from celery import shared_task
from celery.schedules import maybe_schedule
from django.db import transaction

from config.schedule import SCHEDULE
from missions.core import clock
from missions.core.mail import queue_message
from missions.core.models import ScheduledJob
from missions.people.models import User

# A job that is this late has stopped: it is not just behind a long one.
GRACE = dt.timedelta(minutes=20)
WATCHER = "config.watch.watch_jobs"


@dataclass(frozen=True)
class State:
    """One job of the schedule as it stands. `next_at` is when it is due after its last start."""

    name: str
    task: str
    job: ScheduledJob
    next_at: dt.datetime
    is_late: bool

    @property
    def has_failed(self) -> bool:
        """Whether it failed after it last ended well."""
        failed, succeeded = self.job.failed_at, self.job.succeeded_at
        return failed is not None and (succeeded is None or failed > succeeded)


def starts(*, task: Any = None, **_: Any) -> None:
    """A job of the schedule begins."""
    _note(task.name, started_at=clock.now())


def succeeds(*, sender: Any = None, **_: Any) -> None:
    """It ended well."""
    now = clock.now()
    job = ScheduledJob.objects.filter(task=sender.name).only("started_at").first()
    took = (now - job.started_at).total_seconds() if job is not None and job.started_at is not None else None
    _note(sender.name, succeeded_at=now, took_seconds=took)


def fails(*, sender: Any = None, einfo: Any = None, **_: Any) -> None:
    """It raised something, or its process died."""
    _note(sender.name, failed_at=clock.now(), trace=str(einfo)[-20_000:])


def _note(task: str, **values: Any) -> None:
    if task in {entry["task"] for entry in SCHEDULE.values()}:
        ScheduledJob.objects.update_or_create(task=task, defaults=values)


def states(*, now: dt.datetime) -> list[State]:
    """Every job of the schedule, in its order."""
    known = {job.task: job for job in ScheduledJob.objects.all()}
    found = []
    for name, entry in SCHEDULE.items():
        task = str(entry["task"])
        job = known.get(task) or ScheduledJob(task=task, watched_since=now)
        since = job.succeeded_at or job.watched_since
        found.append(
            State(
                name, task, job, _next(entry["schedule"], job.started_at or since), _next(entry["schedule"], since) + GRACE < now
            )
        )
    return found


def _next(schedule: Any, after: dt.datetime) -> dt.datetime:
    """When a job is due after a moment, on London's clock."""
    rule: Any = maybe_schedule(schedule)
    local = after.astimezone(clock.LONDON)
    rule.nowfun = lambda: local
    remaining: dt.timedelta = rule.remaining_estimate(local)
    return after + remaining


def report_late(found: Iterable[State], *, now: dt.datetime) -> int:
    """Tell administrators of jobs that have stopped: once for each stop. Returns how many messages are new."""
    late = [state for state in found if state.is_late]
    if not late:
        return 0
    told = list(User.objects.everyone().filter(is_administrator=True, is_active=True))
    with transaction.atomic():
        return sum(
            queue_message(
                key=f"job-late:{state.task}:{state.job.succeeded_at or state.job.watched_since:%Y-%m-%dT%H:%M:%S}:{user.pk}",
                to=user.email,
                to_user_id=user.pk,
                template="job_late",
                context={"state": state, "now": now},
            )
            for state in late
            for user in told
        )


@shared_task
def watch_jobs() -> int:
    """Report every job that has stopped. Jobs that never ran are watched from the first time on."""
    now = clock.now()
    ScheduledJob.objects.bulk_create(
        [ScheduledJob(task=str(entry["task"]), watched_since=now) for entry in SCHEDULE.values()], ignore_conflicts=True
    )
    return report_late(states(now=now), now=now)


@shared_task
def watch_the_watcher() -> int:
    """Report the watching job where that is what stopped."""
    now = clock.now()
    return report_late([state for state in states(now=now) if state.task == WATCHER], now=now)
