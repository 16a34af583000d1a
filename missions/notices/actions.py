"""Changes that people make to how they hear of things."""

import secrets
from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction

from missions.core import clock
from missions.core.audit import record
from missions.notices.models import CalendarFeed, Choice, Rhythm
from missions.people.models import User


def choose_rhythms(*, by: User, rhythms: Mapping[int | None, str]) -> None:
    """Keep how often a person wants to hear, by mission (None: of all others). An empty rhythm for a mission follows the general one."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        Choice.objects.filter(user=by, mission__isnull=True).delete()
        Choice.objects.filter(user=by, mission__in=[mission for mission in rhythms if mission is not None]).delete()
        Choice.objects.bulk_create(
            Choice(user=by, mission_id=mission, rhythm=Rhythm(rhythm)) for mission, rhythm in rhythms.items() if rhythm
        )
        record("person.choose_rhythms", by=by, subject=by)


def open_calendar(*, by: User) -> str:
    """Make a new secret for a person's calendar, which ends the earlier one; it is returned here and never again."""
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        feed, _ = CalendarFeed.objects.update_or_create(
            user=by, defaults={"secret_sha256": digest(secret), "made_at": clock.now()}
        )
        record("calendar.open", by=by, subject=feed)
    return secret


def close_calendar(*, by: User) -> None:
    """End a person's calendar address."""
    with transaction.atomic():
        for feed in CalendarFeed.objects.select_for_update().filter(user=by):
            record("calendar.close", by=by, subject=feed)
            feed.delete()


def digest(secret: str) -> str:
    """By what a secret is found again."""
    return sha256(secret.encode()).hexdigest()
