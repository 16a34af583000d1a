"""Reminders: every rule of the registry says who is due a message; each message is queued once, whoever asks and however often."""

import datetime as dt
from dataclasses import dataclass

from celery import shared_task
from django.db import transaction

from missions.core import clock
from missions.core.mail import queue_message
from missions.core.models import OutboxMessage
from missions.core.registries import Notice, reminders


@dataclass(frozen=True)
class Outcome:
    """What a run came to. `planned` is everything due; `escalated` counts those of it that went up to somebody else."""

    planned: int
    sent: int
    already_sent: int
    escalated: int


def plan(*, now: dt.datetime, dry_run: bool = False) -> Outcome:
    """Queue what is due and was never queued. Two runs at once send nothing twice: the key of a message is unique."""
    due = {notice.key: notice for rule in reminders for notice in rule.due(now)}
    queued_before = set(OutboxMessage.objects.filter(key__in=due).values_list("key", flat=True))
    fresh = [notice for key, notice in due.items() if key not in queued_before]
    sent = 0 if dry_run else sum(_queue(notice) for notice in fresh)
    return Outcome(
        planned=len(due),
        sent=sent,
        already_sent=len(due) - len(fresh),
        escalated=sum(bool(notice.context.get("escalated")) for notice in due.values()),
    )


def _queue(notice: Notice) -> bool:
    with transaction.atomic():
        return queue_message(
            key=notice.key,
            to=notice.to_address,
            to_user_id=notice.to_user_id,
            template=notice.template,
            context=notice.context,
        )


def as_markdown() -> str:
    """The table of all rules, for docs/reminders.md."""
    lines = [
        "# Reminders",
        "",
        "Nobody has to remember a date. A job looks every ten minutes; each message below is sent once.",
        "Written by `manage.py reminder_docs` from the rules that the areas declare; don’t edit it by hand.",
        "",
        "| what | whom | when |",
        "| --- | --- | --- |",
        *(f"| {rule.what} | {rule.whom} | {rule.when} |" for rule in reminders),
    ]
    return "\n".join(lines) + "\n"


@shared_task
def remind() -> int:
    """The job: plan as at this moment. Returns how many messages are new."""
    return plan(now=clock.now()).sent
