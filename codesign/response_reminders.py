"""The response to a round is due 12 weeks after it closed: its owner is reminded before and after; then it goes up."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from codesign.models import Round
from codesign.waiting import RESPONSE_WEEKS, response_due_on, with_waiting
from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stewardship.models import MissionRole

BEFORE = (28, 7)
TO_LEADS, TO_DIRECTORS = 7, 28


def due(now: dt.datetime) -> Iterator[Notice]:
    """Rounds that are over and not finished, four weeks before the day and from then on. Three queries."""
    today = clock.london_day(now)
    over = Round.objects.filter(Q(status="closed") | Q(status="open", closes_at__lte=now), imported_from="")
    first = clock.start_of(today - dt.timedelta(weeks=RESPONSE_WEEKS) + dt.timedelta(days=BEFORE[0] + 1))
    rounds: Sequence[Any] = list(
        with_waiting(over.filter(closes_at__lt=first)).select_related("mission", "owner").order_by("closes_at", "pk")
    )
    missions = [item.mission_id for item in rounds]
    leads = MissionRole.objects.to_tell(MissionRoleName.LEAD, missions=missions, on=today)
    directors = MissionRole.objects.to_tell(MissionRoleName.DIRECTOR, missions=missions, on=today)
    for item in rounds:
        left = (response_due_on(item) - today).days
        its_leads = [role.user for role in leads.get(item.mission_id, ())]
        owner = [item.owner] if item.owner is not None and item.owner.is_active else its_leads
        step = next((days for days in reversed(BEFORE) if left <= days), BEFORE[0])
        for user in owner:
            yield _notice(item, user, "late" if left < 0 else f"soon-{step}", left)
        escalated = [
            *(its_leads if left <= -TO_LEADS else ()),
            *([role.user for role in directors.get(item.mission_id, ())] if left <= -TO_DIRECTORS else ()),
        ]
        for user in {user.pk: user for user in escalated}.values():
            yield _notice(item, user, "stays-late", left)


def _notice(item: Any, user: User, what: str, left: int) -> Notice:
    is_late = left < 0
    return Notice(
        key=f"round-response-{what}:{item.pk}:{response_due_on(item)}:{user.pk}",
        to_user_id=user.pk,
        to_address=user.email,
        template="round_response",
        context={
            "round": item,
            "due_on": response_due_on(item),
            "is_late": is_late,
            "unanswered": item.unanswered,
            "comments": item.comments_waiting,
            "escalated": what == "stays-late",
            "url": reverse("codesign:round", args=[item.mission.slug, item.slug]),
        },
        mission_id=item.mission_id,
    )


RESPONSE = ReminderRule(
    what="The response to a co-design round is due, or overdue",
    whom="The round’s owner, or the leads where it has none; then the leads; then the directors",
    when=(
        f"{BEFORE[0]} and {BEFORE[1]} days before its day, which is {RESPONSE_WEEKS} weeks after the round closed, and the day after it; "
        f"{TO_LEADS} days after; {TO_DIRECTORS} days after; until the round is finished"
    ),
    due=due,
)
