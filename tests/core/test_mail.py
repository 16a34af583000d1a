"""The outbox: what is written with what it tells about leaves once, and is never lost."""

import datetime as dt
import threading
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail as django_mail
from django.core.mail import send_mail
from django.db import connection, transaction

from missions.core import clock, mail, tasks
from missions.core.mail import Letter, claim, deliver, deliver_waiting, forget_old_bodies
from missions.core.models import OutboxMessage
from missions.core.querysets import CLAIM_EXPIRES_AFTER, MOST_ATTEMPTS


def queue(number: int = 1, **values: Any) -> OutboxMessage:
    return OutboxMessage.objects.create(
        **{"key": f"k{number}", "message_id": f"<{number}@x>", "to_address": "a@x.example", "subject": "S", "text": "T", **values}
    )


class Away(Exception):
    """The mail server doesn't answer."""


@pytest.fixture(autouse=True)
def the_products_backend(settings: Any) -> None:
    """Test runners put a backend of their own in its place."""
    settings.EMAIL_BACKEND = "missions.core.mail.OutboxBackend"


@pytest.mark.django_db
def test_a_message_exists_only_if_what_it_tells_about_does() -> None:
    with transaction.atomic():
        send_mail("S", "T", None, ["a@x.example"])
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_whoever_sends_mail_writes_an_outbox_row_for_each_recipient() -> None:
    send_mail("S", "T", None, ["a@x.example", "b@x.example"])
    assert set(OutboxMessage.objects.values_list("to_address", flat=True)) == {"a@x.example", "b@x.example"}
    assert django_mail.outbox == []


@pytest.mark.django_db
def test_a_key_is_queued_once() -> None:
    written = [mail.queue_letters([Letter("reminder:1", "a@x.example", "S", "T")]) for _ in range(2)]
    assert [list(keys) for keys in written] == [["reminder:1"], []]
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_it_leaves_with_its_message_id_and_is_marked() -> None:
    message = queue()
    assert deliver_waiting(now=clock.now()) == 1
    assert django_mail.outbox[0].extra_headers["Message-ID"] == message.message_id
    message.refresh_from_db()
    assert message.sent_at is not None
    assert deliver_waiting(now=clock.now()) == 0


@pytest.mark.django_db
def test_a_worker_killed_after_sending_means_one_repeat_with_the_same_message_id() -> None:
    queue()
    now, second = clock.now(), dt.timedelta(seconds=5)
    taken = claim(now=now)
    assert taken is not None
    # The clock is read between sending and marking.
    with patch("missions.core.mail.clock.now", side_effect=SystemExit), pytest.raises(SystemExit):
        deliver(taken, now=now)
    assert deliver_waiting(now=now + CLAIM_EXPIRES_AFTER - second) == 0
    assert deliver_waiting(now=now + CLAIM_EXPIRES_AFTER + second) == 1
    assert deliver_waiting(now=now + CLAIM_EXPIRES_AFTER * 9) == 0
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == ["<1@x>", "<1@x>"]


@pytest.mark.django_db
def test_a_worker_whose_claim_another_took_does_not_mark_the_message() -> None:
    queue()
    now = clock.now() + dt.timedelta(seconds=1)
    slow = claim(now=now)
    assert slow is not None
    assert claim(now=now + CLAIM_EXPIRES_AFTER * 2) is not None
    assert deliver(slow, now=now) is False
    assert OutboxMessage.objects.get().sent_at is None


@pytest.mark.django_db
def test_a_failure_is_kept_and_tried_again_after_twice_as_long_each_time() -> None:
    queue()
    moment, waits = clock.now() + dt.timedelta(seconds=1), []
    with patch("missions.core.mail.EmailMultiAlternatives.send", side_effect=Away("no answer")):
        for _ in range(10):
            assert deliver_waiting(now=moment) == 0
            message = OutboxMessage.objects.get()
            waits.append(round((message.not_before - moment).total_seconds()))
            assert deliver_waiting(now=message.not_before - dt.timedelta(seconds=5)) == 0
            moment = message.not_before + dt.timedelta(seconds=1)
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert message.last_error == "Away: no answer"
    assert message.sent_at is None
    assert deliver_waiting(now=moment) == 1


@pytest.mark.django_db
def test_a_message_that_fails_for_two_days_is_kept_but_not_tried_for_ever() -> None:
    queue(attempts=MOST_ATTEMPTS - 1)
    with patch("missions.core.mail.EmailMultiAlternatives.send", side_effect=Away):
        deliver_waiting(now=clock.now())
    assert deliver_waiting(now=clock.now() + dt.timedelta(days=9)) == 0
    assert OutboxMessage.objects.get().text == "T"
    assert dt.timedelta(days=2) <= (MOST_ATTEMPTS - 8) * mail.LONGEST_WAIT


@pytest.mark.django_db
def test_one_task_drains_a_queue_that_is_larger_than_a_batch() -> None:
    for number in range(mail.MOST_AT_ONCE * 2 + 5):
        queue(number)
    tasks.deliver_mail.delay()
    assert len(django_mail.outbox) == mail.MOST_AT_ONCE * 2 + 5


@pytest.mark.django_db
def test_old_messages_are_emptied_after_90_days() -> None:
    now = clock.now()
    queue(1, sent_at=now - dt.timedelta(days=91))
    queue(2, sent_at=now - dt.timedelta(days=89))
    queue(3, created_at=now - dt.timedelta(days=200))
    assert forget_old_bodies(now=now) == 1
    assert dict(OutboxMessage.objects.values_list("key", "text")) == {"k1": "", "k2": "T", "k3": "T"}
    assert OutboxMessage.objects.get(key="k1").to_address == "forgotten@invalid.example"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_different_messages() -> None:
    queue(1)
    queue(2)
    now = clock.now() + dt.timedelta(seconds=1)
    taken: list[str] = []
    both_hold = threading.Barrier(2, timeout=10)

    def work() -> None:
        try:
            with transaction.atomic():  # holds the row locked until the other one has looked as well
                message = claim(now=now)
                both_hold.wait()
            taken.append(message.key if message else "nothing")
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == ["k1", "k2"]


@pytest.mark.django_db
def test_a_line_break_in_a_title_is_no_header_and_the_message_leaves() -> None:
    mail.queue_letters([Letter("broken", "a@x.example", "Closes soon: a\rBcc: b@x.example\n", "T")])
    assert deliver_waiting(now=clock.now()) == 1
    assert [(sent.subject, sent.recipients()) for sent in django_mail.outbox] == [
        ("Closes soon: a Bcc: b@x.example", ["a@x.example"])
    ]
