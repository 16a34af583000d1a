"""Reminders of figures that councils were asked for, to those only who still owe them."""

import datetime as dt
from collections.abc import Iterator

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.outcomes.access import GIVERS
from missions.outcomes.models import Ask
from missions.people.models import OrganisationRole
from missions.people.querysets import OrganisationRoleQuerySet

BEFORE = dt.timedelta(days=7)
LATE = dt.timedelta(days=7)


def _owed(now: dt.datetime, **due: dt.date) -> Iterator[tuple[Ask, OrganisationRole]]:
    """Each figure that is owed, with each person who can give it. Two queries."""
    asks = Ask.objects.owed().filter(**{f"collection__{name}": day for name, day in due.items()})
    found = list(asks.select_related("organisation", "collection__indicator__mission").order_by("pk"))
    people: OrganisationRoleQuerySet = OrganisationRole.objects.as_at(clock.london_day(now)).filter(
        organisation__in={ask.organisation_id for ask in found}, role__in=GIVERS, user__is_active=True
    )
    by_council: dict[int, dict[int, OrganisationRole]] = {}
    for role in people.select_related("user").order_by("pk"):
        by_council.setdefault(role.organisation_id, {}).setdefault(role.user_id, role)
    for ask in found:
        yield from ((ask, role) for role in by_council.get(ask.organisation_id, {}).values())


def _notices(kind: str, owed: Iterator[tuple[Ask, OrganisationRole]]) -> Iterator[Notice]:
    for ask, role in owed:
        due = ask.collection.due_on
        yield Notice(
            key=f"figure-{kind}:{ask.pk}:{due}:{role.user_id}",
            to_user_id=role.user_id,
            to_address=role.user.email,
            template="figure_asked",
            context={
                "ask": ask,
                "kind": kind,
                "indicator": ask.collection.indicator,
                "period": ask.collection.period.label,
                "url": ask.get_absolute_url(),
            },
            mission_id=ask.collection.indicator.mission_id,
        )


def asked(now: dt.datetime) -> Iterator[Notice]:
    """As soon as a council is asked."""
    return _notices("asked", _owed(now, due_on__gte=clock.london_day(now)))


def soon(now: dt.datetime) -> Iterator[Notice]:
    """A week before the last day; not where the council was asked only then."""
    today = clock.london_day(now)
    owed = _owed(now, due_on__gte=today, due_on__lte=today + BEFORE)
    return _notices("soon", (pair for pair in owed if now - pair[0].collection.opened_at > dt.timedelta(days=2)))


def late(now: dt.datetime) -> Iterator[Notice]:
    """The day after the last day, for a week."""
    today = clock.london_day(now)
    return _notices("late", _owed(now, due_on__lt=today, due_on__gte=today - LATE))


WHOM = "The council’s data provider and coordinator"
RULES = {
    "outcomes.asked": ReminderRule("A council is asked for a figure", WHOM, "at once", asked),
    "outcomes.soon": ReminderRule("A figure is due", f"{WHOM}, if it isn’t submitted", "7 days before the last day", soon),
    "outcomes.late": ReminderRule("A figure is late", f"{WHOM}, if it isn’t submitted", "the day after the last day", late),
}
