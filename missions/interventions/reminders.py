"""Iterations past their last day: to their owner and the leads first, then to the directors."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F, Q

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.interventions.models import Iteration
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stewardship.models import MissionRole

DAYS_UNTIL_DIRECTOR = 14
# What ended before anybody looked is a gap, not news.
TELL_FOR = 60


def _ended(today: dt.date, days: int) -> list[Iteration]:
    """Iterations that ended that many days ago or earlier and wait for a decision. One query."""
    until = today - dt.timedelta(days=days - 1)
    items = Iteration.objects.filter(
        Q(status__in=("planned", "running", "deciding")),
        ends_on__lte=until,
        ends_on__gt=until - dt.timedelta(days=TELL_FOR),
        mission__status__in=("active", "closing"),
    )
    return list(items.select_related("mission", "owner").order_by(F("ends_on"), "pk"))


def over(now: dt.datetime) -> Iterator[Notice]:
    """The day after the last day, to its owner and the leads. Two queries."""
    items = _ended(clock.london_day(now), 1)
    leads = _holders(items, MissionRoleName.LEAD, now)
    for item in items:
        people = {user.pk: user for user in (*leads.get(item.mission_id, ()), item.owner) if user is not None and user.is_active}
        yield from _notices(item, people.values(), "iteration-over", escalated=False)


def stays_open(now: dt.datetime) -> Iterator[Notice]:
    """Two weeks later, to the directors. Two queries."""
    items = _ended(clock.london_day(now), DAYS_UNTIL_DIRECTOR)
    directors = _holders(items, MissionRoleName.DIRECTOR, now)
    for item in items:
        yield from _notices(item, directors.get(item.mission_id, ()), "iteration-stays-open", escalated=True)


def _holders(items: Sequence[Iteration], role: str, now: dt.datetime) -> dict[int, list[User]]:
    missions = [item.mission_id for item in items]
    found = MissionRole.objects.to_tell(role, missions=missions, on=clock.london_day(now))
    return {mission: [held.user for held in roles] for mission, roles in found.items()}


def _notices(item: Iteration, people: Iterable[User], key: str, *, escalated: bool) -> Iterator[Notice]:
    for user in people:
        yield Notice(
            key=f"{key}:{item.pk}:{item.ends_on}:{user.pk}",
            to_user_id=user.pk,
            to_address=user.email,
            template=key.replace("-", "_"),
            context={"iteration": item, "url": item.get_absolute_url(), "escalated": escalated},
            mission_id=item.mission_id,
        )


OVER = ReminderRule(
    what="An iteration has ended and nobody has decided what follows",
    whom="Its owner and the leads of its mission",
    when="The day after its last day",
    due=over,
)
STAYS_OPEN = ReminderRule(
    what="An iteration stays undecided",
    whom="The directors of its mission",
    when=f"{DAYS_UNTIL_DIRECTOR} days after its last day",
    due=stays_open,
)
