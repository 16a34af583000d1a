"""Two workers deliver one outbox on real PostgreSQL; one is killed in the middle: nothing is lost, and at most its last message comes twice."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from missions.core.models import OutboxMessage
from missions.core.querysets import CLAIM_EXPIRES_AFTER

MESSAGES = 40


def worker(taken: Path) -> subprocess.Popen[bytes]:
    address, _, query = os.environ["DATABASE_URL"].partition("?")
    database = f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    env = {
        **os.environ,
        "DATABASE_URL": f"{database}?{query}" if query else database,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "STEWARD_MODE": "demo",
        "DELIVERY_EMAIL_BACKEND": "tests.ops.slow_mail.Backend",
        "SLOW_MAIL_FILE": str(taken),
        "SLOW_MAIL_SECONDS": "0.05",
    }
    return subprocess.Popen([sys.executable, "-m", "tests.ops.slow_mail"], cwd=settings.BASE_DIR, env=env)


def lines(taken: Path) -> list[list[str]]:
    return [line.split() for line in taken.read_text().splitlines()] if taken.exists() else []


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_at_most_one_message(tmp_path: Any) -> None:
    OutboxMessage.objects.bulk_create(
        OutboxMessage(key=f"k{n}", message_id=f"<{n}@x>", to_address="a@x.example", subject="S", text="T")
        for n in range(MESSAGES)
    )
    taken = tmp_path / "taken"
    first, second = worker(taken), worker(taken)
    try:
        waited = time.monotonic()
        while len({pid for pid, _ in lines(taken)}) < 2:
            assert time.monotonic() - waited < 60, "The workers never shared the work."
            time.sleep(0.02)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        # What the dead one had claimed is free after two minutes; here, at once. The living one's claims are younger than this.
        time.sleep(0.7)
        moment = dt.datetime.now(dt.UTC)
        OutboxMessage.objects.filter(sent_at__isnull=True, claimed_at__lt=moment - dt.timedelta(seconds=0.5)).update(
            claimed_at=moment - CLAIM_EXPIRES_AFTER - dt.timedelta(seconds=1)
        )
        assert second.wait(60) == 0
    finally:
        first.kill()
        second.kill()
    counted = Counter(message for _, message in lines(taken))
    assert set(counted) == {f"<{n}@x>" for n in range(MESSAGES)}
    assert sum(counted.values()) - MESSAGES <= 1
    assert not OutboxMessage.objects.filter(sent_at__isnull=True).exists()
