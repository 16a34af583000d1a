"""Changes that people make to how they hear of things, and asking somebody to act."""

import secrets
from collections.abc import Mapping, Sequence
from hashlib import sha256

from django.db import transaction

from missions.core import clock
from missions.core.access import require
from missions.core.audit import record
from missions.core.mail import Letter, compose, queue_letters
from missions.core.registries import Gap
from missions.notices.models import CalendarFeed, Choice, Reminder, Rhythm
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stewardship.access import Standing

NUDGE = "nudge"
NUDGERS = (MissionRoleName.LEAD, MissionRoleName.DIRECTOR)


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


def why_not_nudge(standing: Standing) -> str | None:
    """Leads and directors ask others to close a gap."""
    return standing.why_not(NUDGERS, "ask somebody to close a gap")


def nudge(*, by: User, standing: Standing, gap: Gap, people: Sequence[User]) -> int:
    """Write to who has to close a gap, each once a day whoever asks; it stands in the trail. Returns how many were written to."""
    require(why_not_nudge(standing))
    mission = standing.mission
    with transaction.atomic():
        letters = []
        for user in people:
            about = {"gap": gap, "mission": mission, "by": by, "url": gap.url}
            key = f"nudge:{digest(f'{gap.kind} {gap.url}')[:32]}:{user.pk}:{standing.on}"
            letters.append(Letter(key, user.email, *compose(NUDGE, about), user.pk))
        written = queue_letters(letters)
        for letter in letters:
            if letter.key in written:
                Reminder.objects.create(
                    key=letter.key,
                    rule=NUDGE,
                    user_id=letter.to_user_id,
                    mission=mission,
                    url=gap.url[:300],
                    subject=letter.subject,
                    written_at=clock.now(),
                    message_id=written[letter.key],
                )
        record("gap.nudge", by=by, subject=mission, mission=mission, url=gap.url, people=[user.pk for user in people])
    return len(written)
