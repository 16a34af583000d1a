"""Messages leave through outbox rows, written in the transaction of what they tell about; a job claims and delivers them.

A worker that is killed between sending and marking leaves its claim to expire: the message is then sent once more with the same
Message-ID, so that mail readers show it once. None is lost.
"""

import datetime as dt
import smtplib
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string

from missions.core import clock
from missions.core.models import OutboxMessage

RETRY_AFTER = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(hours=1)
MOST_AT_ONCE = 50
PERMANENT = 500


@dataclass(frozen=True)
class Letter:
    """A message to queue. `key` makes it the only one."""

    key: str
    to: str
    subject: str
    text: str
    to_user_id: int | None = None


class OutboxBackend(BaseEmailBackend):
    """Django's e-mail backend for the product: `send` writes an outbox row, whoever calls it (allauth's codes too)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message for each of its recipients; returns how many messages."""
        for message in email_messages:
            for address in message.recipients():
                queue_letters([Letter(f"mail:{uuid.uuid4()}", address, str(message.subject), str(message.body))])
        return len(email_messages)


def queue_message(*, key: str, to: str, template: str, context: dict[str, Any], to_user_id: int | None = None) -> bool:
    """Queue `templates/emails/<template>.txt` (first line: the subject) unless a message with this key was ever queued.

    Returns whether it is new. The caller's transaction decides whether it exists at all.
    """
    subject, text = compose(template, context)
    return bool(queue_letters([Letter(key, to, subject, text, to_user_id)]))


def compose(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of `templates/emails/<template>.txt`."""
    text = render_to_string(f"emails/{template}.txt", {**context, "site": settings.SITE_URL})
    subject, _, body = text.strip().partition("\n")
    # A line break in a title would be a header of somebody else's making, and the mail library would never send it.
    return " ".join(subject.split())[:200], body.strip() + "\n"


def as_html(subject: str, text: str) -> str:
    """The same words as HTML, with links that can be followed."""
    return render_to_string("emails/message.html", {"subject": subject, "paragraphs": text.strip().split("\n\n")})


def queue_letters(letters: Sequence[Letter]) -> dict[str, int]:
    """Queue messages whose keys were never queued, two statements however many; returns the row of each new one by its key."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    rows = [
        OutboxMessage(
            key=letter.key,
            message_id=f"<{uuid.uuid4()}@{host}>",
            to_address=letter.to,
            to_user_id=letter.to_user_id,
            subject=" ".join(letter.subject.split())[:200],
            text=letter.text,
        )
        for letter in letters
    ]
    with transaction.atomic():
        OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
        mine = OutboxMessage.objects.filter(message_id__in=[row.message_id for row in rows])
        written = dict(mine.values_list("key", "pk"))
        if written:
            transaction.on_commit(_nudge)
    return written


def _nudge() -> None:
    """Ask a worker to deliver now; the scheduler's sweep delivers what this misses."""
    from missions.core.tasks import deliver_soon

    deliver_soon()


def deliver_waiting(*, now: dt.datetime) -> int:
    """Deliver what is due, one message at a time, at most a batch; returns how many went out."""
    sent, started = 0, time.monotonic()
    for _ in range(MOST_AT_ONCE):
        # A slow mail server must not let the claims of a batch be old from the start.
        moment = now + dt.timedelta(seconds=time.monotonic() - started)
        message = claim(now=moment)
        if message is None:
            break
        sent += deliver(message, now=moment)
    return sent


def claim(*, now: dt.datetime) -> OutboxMessage | None:
    """Take the oldest message that is due, so that no other worker takes it until the claim expires."""
    with transaction.atomic():
        message = OutboxMessage.objects.waiting(now).select_for_update(skip_locked=True).order_by("created_at", "pk").first()
        if message is None:
            return None
        message.claimed_at = now
        message.attempts += 1
        message.save(update_fields=["claimed_at", "attempts"])
        return message


def deliver(message: OutboxMessage, *, now: dt.datetime) -> bool:
    """Send one claimed message. A failure is kept with the row and tried again later, after twice as long each time, at most an hour."""
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        settings.DEFAULT_FROM_EMAIL,
        [message.to_address],
        headers={"Message-ID": message.message_id},
        connection=get_connection(settings.DELIVERY_EMAIL_BACKEND),
    )
    mail.attach_alternative(as_html(message.subject, message.text), "text/html")
    mine = OutboxMessage.objects.filter(pk=message.pk, sent_at=None, claimed_at=message.claimed_at)
    try:
        mail.send()
    except Exception as error:  # noqa: BLE001 - whatever the mail server or library raises must not lose the message
        wait = min(RETRY_AFTER * 2 ** min(message.attempts - 1, 10), LONGEST_WAIT)
        mine.update(
            claimed_at=None,
            not_before=now + wait,
            last_error=f"{type(error).__name__}: {error}"[:1000],
            returned_at=now if is_refused_for_good(error) else None,
        )
        return False
    return bool(mine.update(sent_at=clock.now(), last_error=""))


def mark_returned(*, key: str, now: dt.datetime) -> bool:
    """Note that the message with this key came back, so it isn’t tried again; False where there is none, or it was noted before."""
    return bool(OutboxMessage.objects.filter(key=key, returned_at=None).update(returned_at=now))


def mark_all_returned(*, message_ids: Sequence[str], now: dt.datetime) -> int:
    """The same for messages by their Message-IDs; returns how many are newly noted. Running it twice changes nothing."""
    return OutboxMessage.objects.filter(message_id__in=message_ids, returned_at=None).update(returned_at=now)


def is_refused_for_good(error: Exception) -> bool:
    """Whether the mail server said that the address itself takes no mail (5xx for every recipient), so that trying again is no use."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= PERMANENT for code, _ in error.recipients.values())


def forget_old_bodies(*, now: dt.datetime, days: int = 90) -> int:
    """Empty the text of messages sent long ago (sign-in codes, answers): the row stays as proof that something was sent."""
    old = OutboxMessage.objects.filter(sent_at__lt=now - dt.timedelta(days=days)).exclude(text="")
    return old.update(text="", to_address="forgotten@invalid.example")
