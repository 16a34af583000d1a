"""Planning: every rule of the registry says who is due a message; each is written once, whoever asks and however often.

Rules stream what is due; it is taken in batches with a constant number of statements for each, so a morning of 100,000 reminders needs
neither 100,000 queries nor memory for them. Planners take turns by a lock that ends with each batch's transaction.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from django.db import connection, transaction

from missions.core import clock
from missions.core.mail import Letter, compose, queue_letters
from missions.core.models import OutboxMessage
from missions.core.registries import Notice, reminders
from missions.notices.hours import is_digest_time, is_quiet, week_of
from missions.notices.models import Choice, Reminder, Rhythm

BATCH = 1_000
# Any number that nothing else locks by.
PLANNERS = 7_310_001


@dataclass
class Outcome:
    """What a run came to. `planned` is everything due; `escalated` counts those of it that went up to somebody else."""

    planned: int = 0
    sent: int = 0
    already_sent: int = 0
    escalated: int = 0


@dataclass(frozen=True)
class Due:
    """A notice with the rule that asks for it."""

    rule: str
    notice: Notice


@dataclass(frozen=True)
class Line:
    """One thing of a digest: the notice without the rows that its message would need, since a digest only names it."""

    item: Due
    subject: str


@dataclass
class Digests:
    """What people who hear once a day or a week are to be told now, by the key of the message."""

    letters: dict[str, list[Line]] = field(default_factory=dict)

    def add(self, key: str, item: Due) -> None:
        """One more thing for one message."""
        notice = item.notice
        subject, _ = compose(notice.template, notice.context)
        light = replace(notice, context={"url": notice.url, "escalated": notice.escalated})
        self.letters.setdefault(key, []).append(Line(replace(item, notice=light), subject))


def plan(*, now: dt.datetime, dry_run: bool = False) -> Outcome:
    """Write what is due and was never written; nothing in quiet hours, when it waits for the next morning."""
    outcome, digests, quiet = Outcome(), Digests(), is_quiet(now)
    for batch in _batches(_due(now)):
        outcome.planned += len(batch)
        outcome.escalated += sum(item.notice.escalated for item in batch)
        with transaction.atomic():
            _take_turns()
            fresh = _never_written(batch)
            outcome.already_sent += len(batch) - len(fresh)
            if not quiet and not dry_run:
                outcome.sent += _write(_at_once(fresh, digests, now), now)
    for key, lines in digests.letters.items():
        with transaction.atomic():
            _take_turns()
            outcome.sent += _write_digest(key, lines, now)
    return outcome


def _due(now: dt.datetime) -> Iterator[Due]:
    """Everything due, each key once."""
    for name in reminders.names():
        for notice in reminders[name].due(now):
            yield Due(name, notice)


def _batches(items: Iterator[Due]) -> Iterator[list[Due]]:
    while batch := list({item.notice.key: item for item in islice(items, BATCH)}.values()):
        yield batch


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PLANNERS])


def _never_written(batch: Sequence[Due]) -> list[Due]:
    """Without what has a reminder's row, or a message from before reminders had rows."""
    keys = [item.notice.key for item in batch]
    known = {
        *Reminder.objects.filter(key__in=keys).values_list("key", flat=True),
        *OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True),
    }
    return [item for item in batch if item.notice.key not in known]


def _at_once(fresh: Sequence[Due], digests: Digests, now: dt.datetime) -> list[Due]:
    """What leaves now; the rest goes into digests that are due, or stays until theirs is."""
    users = {item.notice.to_user_id for item in fresh if item.notice.to_user_id is not None}
    chosen = Choice.objects.rhythms(users)
    now_leaves, today = [], clock.london_day(now)
    for item in fresh:
        user = item.notice.to_user_id
        rhythm = chosen.get((user, item.notice.mission_id)) or chosen.get((user, None)) if user is not None else None
        if user is None or rhythm in (None, Rhythm.AT_ONCE):
            now_leaves.append(item)
        elif is_digest_time(now):
            of = today if rhythm == Rhythm.DAILY else week_of(today)
            digests.add(f"digest:{rhythm}:{of}:{user}", item)
    return now_leaves


def _write(items: Sequence[Due], now: dt.datetime) -> int:
    letters = [_letter(item.notice) for item in items]
    written = queue_letters(letters)
    _remember(
        ((item, letter.subject, written.get(letter.key)) for item, letter in zip(items, letters, strict=True)),
        now,
    )
    return len(written)


def _letter(notice: Notice) -> Letter:
    subject, text = compose(notice.template, notice.context)
    return Letter(notice.key, notice.to_address, subject, text, notice.to_user_id)


def _write_digest(key: str, lines: Sequence[Line], now: dt.datetime) -> int:
    """One message about all of it, once a day or a week: a digest that left already is not sent again, and what came later waits."""
    unwritten = {item.notice.key for item in _never_written([line.item for line in lines])}
    fresh = [line for line in lines if line.item.notice.key in unwritten]
    if not fresh or OutboxMessage.objects.filter(key=key).exists():
        return 0
    first = fresh[0].item.notice
    shown = [{"subject": line.subject, "url": line.item.notice.url} for line in fresh]
    subject, text = compose("digest", {"lines": shown, "is_weekly": f":{Rhythm.WEEKLY}:" in key})
    written = queue_letters([Letter(key, first.to_address, subject, text, first.to_user_id)])
    _remember(((line.item, line.subject, written.get(key)) for line in fresh), now)
    return len(fresh)


def _remember(told: Iterable[tuple[Due, str, int | None]], now: dt.datetime) -> None:
    Reminder.objects.bulk_create(
        [
            Reminder(
                key=item.notice.key,
                rule=item.rule,
                user_id=item.notice.to_user_id,
                mission_id=item.notice.mission_id,
                url=item.notice.url[:300],
                subject=subject,
                escalated=item.notice.escalated,
                written_at=now,
                message_id=message,
            )
            for item, subject, message in told
        ],
        ignore_conflicts=True,
    )
