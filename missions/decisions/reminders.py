"""Reminders of decisions: before their date, after it, and to the lead when one stays open."""

import datetime as dt
from collections.abc import Iterator

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.decisions.models import Decision, Delegation
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stewardship.models import MissionRole

DAYS_BEFORE = 3
DAYS_UNTIL_ESCALATED = 7


def due(now: dt.datetime) -> Iterator[Notice]:
    """One notice shortly before the date and one when it has passed, to the person asked and whom they let decide. Two queries."""
    today = clock.london_day(now)
    soon = Decision.objects.filter(status="asked", due_on__lte=today + dt.timedelta(days=DAYS_BEFORE), asked_of__is_active=True)
    held = _delegates(today)
    for decision in soon.select_related("mission", "asked_of").order_by("due_on", "pk").iterator(chunk_size=1_000):
        when = "late" if decision.due_on < today else "soon"
        for user in (decision.asked_of, *_covering(held, decision)):
            yield Notice(
                key=f"decision-{when}:{decision.pk}:{decision.due_on}:{user.pk}",
                to_user_id=user.pk,
                to_address=user.email,
                template=f"decision_{when}",
                context={"decision": decision, "url": decision.get_absolute_url(), "is_delegate": user != decision.asked_of},
                mission_id=decision.mission_id,
            )


def _delegates(on: dt.date) -> dict[tuple[int, int], list[Delegation]]:
    """What holds on a day, by mission and director."""
    found: dict[tuple[int, int], list[Delegation]] = {}
    for item in Delegation.objects.as_at(on).filter(delegate__is_active=True).select_related("delegate").order_by("pk"):
        found.setdefault((item.mission_id, item.director_id), []).append(item)
    return found


def _covering(held: dict[tuple[int, int], list[Delegation]], decision: Decision) -> list[User]:
    """Who may decide this one for the person asked; nobody twice, and not who asked for it."""
    items = held.get((decision.mission_id, decision.asked_of_id), [])
    users = {item.delegate_id: item.delegate for item in items if item.decision_id in (None, decision.pk)}
    users.pop(decision.asked_by_id, None)
    return list(users.values())


def stays_open(now: dt.datetime) -> Iterator[Notice]:
    """A decision a week past its date goes to the mission's leads. Two queries."""
    today = clock.london_day(now)
    late = Decision.objects.waiting().filter(due_on__lte=today - dt.timedelta(days=DAYS_UNTIL_ESCALATED))
    decisions = list(late.select_related("mission").order_by("due_on", "pk"))
    missions = [item.mission_id for item in decisions]
    leads = MissionRole.objects.to_tell(MissionRoleName.LEAD, missions=missions, on=today)
    for decision in decisions:
        for role in leads.get(decision.mission_id, []):
            yield Notice(
                key=f"decision-stays-open:{decision.pk}:{decision.due_on}:{role.user_id}",
                to_user_id=role.user_id,
                to_address=role.user.email,
                template="decision_stays_open",
                context={"decision": decision, "url": decision.get_absolute_url(), "escalated": True},
                mission_id=decision.mission_id,
            )


DUE = ReminderRule(
    what="A decision is due",
    whom="The person whom it is asked of",
    when=f"{DAYS_BEFORE} days before its date, and the day after it",
    due=due,
)
STAYS_OPEN = ReminderRule(
    what="A decision stays open",
    whom="The leads of its mission",
    when=f"{DAYS_UNTIL_ESCALATED} days after its date",
    due=stays_open,
)
