"""100,000 reminders in one morning: planned against one statement that writes as many rows; delivered by two workers against one."""

import datetime as dt
import gc
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection, transaction

from missions.core import clock
from missions.core.models import OutboxMessage
from missions.core.working_days import add_working_days
from missions.decisions.models import Decision
from missions.notices.planning import plan
from missions.stewardship.models import Mission
from tests.benchmarks.jobs import Job
from tests.benchmarks.pages import MISSION

# Each reminder is worded by its template, which bare SQL does by joining two strings.
MOST_PLANNING, MOST_MEBIBYTES = 60.0, 100.0
LEAST_GAIN = 1.7
REMINDERS = 100_000
MESSAGES = 300
# Written once by hand: a row for the outbox and one for the trail, of every decision that is due.
BARE = """
CREATE TEMP TABLE bare_outbox ON COMMIT DROP AS
SELECT 'decision-soon:' || d.id || ':' || d.due_on || ':' || u.id AS key, gen_random_uuid()::text AS message_id, u.email,
    'A decision is due by ' || d.due_on AS subject, d.question || ' ' || u.name AS text
FROM decisions_decision d JOIN people_user u ON u.id = d.asked_of_id WHERE d.status = 'asked' AND d.due_on <= %s;
CREATE UNIQUE INDEX ON bare_outbox (key);
CREATE TEMP TABLE bare_reminder ON COMMIT DROP AS SELECT key, subject, now() AS written_at FROM bare_outbox;
CREATE UNIQUE INDEX ON bare_reminder (key);
"""


def reminder_jobs() -> Iterator[Job]:
    """Planned in one morning; delivered through a slow mail server."""
    took, bare, sent, mebibytes = planned()
    yield Job("reminders of one morning planned once", took, bare, MOST_PLANNING, sent)
    yield Job("memory that planning them takes", mebibytes, MOST_MEBIBYTES, 1.0, sent, unit="MiB", against="its limit")
    two, one = delivered(2), delivered(1)
    yield Job("messages delivered by two workers", two, one, 1 / LEAST_GAIN, MESSAGES, against="one worker")


class Growth:
    """By how many MiB this process grew at most while something ran."""

    def __enter__(self) -> "Growth":
        gc.collect()
        self.process, self.over = psutil.Process(), threading.Event()
        self.before = self.most = self.process.memory_info().rss
        self.watching = threading.Thread(target=self._watch)
        self.watching.start()
        return self

    def _watch(self) -> None:
        while not self.over.wait(0.1):
            self.most = max(self.most, self.process.memory_info().rss)

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.watching.join()

    @property
    def mebibytes(self) -> float:
        return float(self.most - self.before) / 2**20


def planned() -> tuple[float, float, int, float]:
    """Seconds of planning and of bare SQL, how many were planned, and by how many MiB the process grew."""
    mission = Mission.objects.get(slug=MISSION)
    people = [role.user_id for role in mission.roles.all()[:5]]
    morning = dt.datetime.combine(add_working_days(clock.today(), 1), dt.time(9), clock.LONDON)
    due = clock.london_day(morning)
    with transaction.atomic():
        Decision.objects.bulk_create(
            (
                Decision(
                    mission=mission, question=f"Question {n}?", asked_of_id=people[n % len(people)], asked_by_id=people[0],
                    asked_at=morning - dt.timedelta(days=9), due_on=due, status="asked",
                )
                for n in range(REMINDERS)
            ),
            batch_size=5_000,
        )  # fmt: skip
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(BARE, [due])
        bare = time.perf_counter() - started
        with Growth() as growth:
            started = time.perf_counter()
            outcome = plan(now=morning)
            took = time.perf_counter() - started
        transaction.set_rollback(True)
    return took, bare, outcome.sent, growth.mebibytes


def delivered(workers: int) -> float:
    """Seconds in which so many workers deliver the messages through a server that takes 100 ms for each."""
    OutboxMessage.objects.filter(key__startswith="bench:").delete()
    OutboxMessage.objects.filter(sent_at__isnull=True).update(sent_at=clock.now())
    OutboxMessage.objects.bulk_create(
        OutboxMessage(key=f"bench:{n}", message_id=f"<bench{n}@x>", to_address="a@x.example", subject="S", text="T")
        for n in range(MESSAGES)
    )
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "STEWARD_MODE": "demo",
            "DELIVERY_EMAIL_BACKEND": "tests.ops.slow_mail.Backend",
            "SLOW_MAIL_FILE": str(Path(folder) / "taken"),
            "SLOW_MAIL_SECONDS": "0.1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        command = [sys.executable, "-m", "tests.ops.slow_mail"]
        running = [subprocess.Popen(command, cwd=settings.BASE_DIR, env=env) for _ in range(workers)]
        for process in running:
            process.wait()
        stamps = OutboxMessage.objects.filter(key__startswith="bench:").values_list("sent_at", flat=True)
        moments = sorted(stamp for stamp in stamps if stamp is not None)
    OutboxMessage.objects.filter(key__startswith="bench:").delete()
    return (moments[-1] - moments[0]).total_seconds()
