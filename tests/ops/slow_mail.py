"""A mail server for tests of workers: takes its time, then writes the Message-ID of what it accepted into a file, as one would deliver it."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Accepts every message after SLOW_MAIL_SECONDS; the file named by SLOW_MAIL_FILE holds a line for each."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            time.sleep(float(os.environ["SLOW_MAIL_SECONDS"]))
            with Path(os.environ["SLOW_MAIL_FILE"]).open("a") as taken:
                taken.write(f"{os.getpid()} {message.extra_headers['Message-ID']}\n")
        return len(email_messages)


def deliver_all() -> None:
    """What a worker does, over and over, until nothing waits."""
    import django

    django.setup()
    from missions.core import clock, mail
    from missions.core.models import OutboxMessage

    while OutboxMessage.objects.filter(sent_at__isnull=True).exists():
        if not mail.deliver_waiting(now=clock.now()):
            time.sleep(0.1)


if __name__ == "__main__":
    deliver_all()
