"""Reminders of decisions: before their date, after it, and to the lead when one stays open."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.decisions.models import Decision, Delegation
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stewardship.models import MissionRole

DAYS_BEFORE = 3
DAYS_UNTIL_ESCALATED = 7
DAYS_UNTIL_DIRECTOR = 14
DAYS_BEFORE_DELEGATION_ENDS = 3


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
    return _goes_up(now, MissionRoleName.LEAD, DAYS_UNTIL_ESCALATED, "decision-stays-open")


def reaches_director(now: dt.datetime) -> Iterator[Notice]:
    """Two weeks past its date, to the mission's directors, who may take it themselves or pass it on. Two queries."""
    return _goes_up(now, MissionRoleName.DIRECTOR, DAYS_UNTIL_DIRECTOR, "decision-reaches-director")


def _goes_up(now: dt.datetime, to: MissionRoleName, days: int, key: str) -> Iterator[Notice]:
    """Not to the person asked, who was told themselves."""
    today = clock.london_day(now)
    late = Decision.objects.waiting().filter(due_on__lte=today - dt.timedelta(days=days))
    decisions = list(late.select_related("mission").order_by("due_on", "pk"))
    held = MissionRole.objects.to_tell(to, missions=[item.mission_id for item in decisions], on=today)
    for decision in decisions:
        for role in held.get(decision.mission_id, []):
            if role.user_id == decision.asked_of_id:
                continue
            yield Notice(
                key=f"{key}:{decision.pk}:{decision.due_on}:{role.user_id}",
                to_user_id=role.user_id,
                to_address=role.user.email,
                template="decision_stays_open",
                context={
                    "decision": decision,
                    "url": decision.get_absolute_url(),
                    "escalated": True,
                    "is_director": to == MissionRoleName.DIRECTOR,
                },
                mission_id=decision.mission_id,
            )


def delegation_ends(now: dt.datetime) -> Iterator[Notice]:
    """To the director and to who decides for them, shortly before the last day. One query."""
    today = clock.london_day(now)
    last = today + dt.timedelta(days=DAYS_BEFORE_DELEGATION_ENDS + 1)
    ending = (
        Delegation.objects.as_at(today).filter(ends_on__lte=last).select_related("mission", "director", "delegate", "decision")
    )
    for item in ending.exclude(decision__status__in=("taken", "withdrawn")).order_by("pk"):
        for user in (item.director, item.delegate):
            if user.is_active:
                yield Notice(
                    key=f"delegation-ends:{item.pk}:{item.ends_on}:{user.pk}",
                    to_user_id=user.pk,
                    to_address=user.email,
                    template="delegation_ends",
                    context={
                        "delegation": item,
                        "url": reverse("decisions:delegations", args=[item.mission.slug]),
                        "is_director": user.pk == item.director_id,
                    },
                    mission_id=item.mission_id,
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
REACHES_DIRECTOR = ReminderRule(
    what="A decision stays open for long",
    whom="The directors of its mission",
    when=f"{DAYS_UNTIL_DIRECTOR} days after its date",
    due=reaches_director,
)
DELEGATION_ENDS = ReminderRule(
    what="Deciding for a director ends",
    whom="The director, and the person who decides for them",
    when=f"{DAYS_BEFORE_DELEGATION_ENDS} days before the last day",
    due=delegation_ends,
)
