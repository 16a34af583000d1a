"""Reminders of what ends by itself: missions, mandates, roles on missions, roles for councils and suppliers, and the day of a target."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.core.spans import Span
from missions.outcomes.models import Level
from missions.people.models import OrganisationRole, User
from missions.people.roles import MissionRoleName
from missions.stewardship.models import Mandate, Mission, MissionRole

FAR, NEAR, ROLE_AHEAD = 90, 30, 14
RUNNING = ("active", "closing")


def mandates(now: dt.datetime) -> Iterator[Notice]:
    """A mandate that nothing follows, 90 and 30 days before its last day and after it, to directors and leads. Two queries."""
    later = Mandate.objects.filter(mission=OuterRef("mission"), starts_on__gt=OuterRef("starts_on"))
    ending = Mandate.objects.filter(ends_on__lte=_far(now), mission__status__in=RUNNING).exclude(Exists(later))
    found = ending.select_related("mission").order_by("ends_on", "pk")
    return _ending(now, "mandate", [(item, item.mission) for item in found])


def missions(now: dt.datetime) -> Iterator[Notice]:
    """A mission that still runs, alike. Two queries."""
    found = Mission.objects.filter(ends_on__lte=_far(now), status__in=RUNNING).order_by("ends_on", "pk")
    return _ending(now, "mission", [(item, item) for item in found])


def _far(now: dt.datetime) -> dt.date:
    return clock.london_day(now) + dt.timedelta(days=FAR)


def _ending(now: dt.datetime, what: str, found: Sequence[tuple[Span, Mission]]) -> Iterator[Notice]:
    today = clock.london_day(now)
    told = _of_missions((mission.pk for _, mission in found), today, (MissionRoleName.DIRECTOR, MissionRoleName.LEAD))
    for item, mission in found:
        if item.ends_on is None:
            continue
        days = (item.ends_on - today).days
        when = "over" if days <= 0 else "near" if days <= NEAR else "far"
        about = {"mission": mission, "last_day": item.last_day, "is_over": when == "over", "url": mission.get_absolute_url()}
        yield from _notices(
            f"{what}-{when}:{item.pk}:{item.ends_on}", told.get(mission.pk, ()), f"{what}_ends", about, mission.pk
        )


def roles(now: dt.datetime) -> Iterator[Notice]:
    """A role on a mission that ends soon and that the same person doesn't go on to hold: to them and to the leads. Two queries."""
    today = clock.london_day(now)
    on = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    ending = MissionRole.objects.filter(on, ends_on__gt=today, ends_on__lte=today + dt.timedelta(days=ROLE_AHEAD))
    later = MissionRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on")),
        mission=OuterRef("mission"),
        user=OuterRef("user"),
        role=OuterRef("role"),
    )
    found = list(
        ending.filter(mission__status__in=RUNNING)
        .exclude(Exists(later))
        .select_related("mission", "user")
        .order_by("ends_on", "pk")
    )
    leads = _of_missions((item.mission_id for item in found), today, (MissionRoleName.LEAD,))
    for item in found:
        url = reverse("stewardship:people", args=[item.mission.slug])
        about = {"where": item.mission.name, "role": item.get_role_display(), "last_day": item.last_day, "url": url}
        people = {user.pk: user for user in (item.user, *leads.get(item.mission_id, ())) if user.is_active}
        key = f"role-ends:{item.pk}:{item.ends_on}"
        yield from _notices(key, people.values(), "role_ends", about, item.mission_id)


def organisation_roles(now: dt.datetime) -> Iterator[Notice]:
    """A role for a council or a supplier that ends soon: to its coordinators and to who holds it. Two queries."""
    today = clock.london_day(now)
    ending = OrganisationRole.objects.as_at(today).filter(ends_on__lte=today + dt.timedelta(days=ROLE_AHEAD))
    later = OrganisationRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on")),
        organisation=OuterRef("organisation"),
        user=OuterRef("user"),
        role=OuterRef("role"),
    )
    found = list(ending.exclude(Exists(later)).select_related("organisation", "user").order_by("ends_on", "pk"))
    coordinators: dict[int, list[User]] = {}
    held = OrganisationRole.objects.as_at(today).filter(
        role="coordinator", organisation__in=[item.organisation_id for item in found]
    )
    for role in held.select_related("user").order_by("pk"):
        coordinators.setdefault(role.organisation_id, []).append(role.user)
    for item in found:
        url = reverse("register:organisation", args=[item.organisation.code])
        about = {"where": item.organisation.name, "role": item.get_role_display(), "last_day": item.last_day, "url": url}
        people = {user.pk: user for user in (item.user, *coordinators.get(item.organisation_id, ())) if user.is_active}
        yield from _notices(f"organisation-role-ends:{item.pk}:{item.ends_on}", people.values(), "role_ends", about, None)


def targets(now: dt.datetime) -> Iterator[Notice]:
    """The day of a target, to the leads of a running mission, for a month: who leads it later isn't told of old ones. Two queries."""
    today = clock.london_day(now)
    due = Level.objects.known_at().filter(
        kind=Level.Kind.TARGET,
        for_day__lte=today,
        for_day__gt=today - dt.timedelta(days=30),
        indicator__mission__status__in=RUNNING,
    )
    found = list(due.select_related("indicator__mission").order_by("for_day", "pk"))
    leads = _of_missions((item.indicator.mission_id for item in found), today, (MissionRoleName.LEAD,))
    for item in found:
        mission = item.indicator.mission
        about = {"indicator": item.indicator, "mission": mission, "day": item.for_day, "url": item.indicator.get_absolute_url()}
        yield from _notices(f"target:{item.pk}:{item.for_day}", leads.get(mission.pk, ()), "target_day", about, mission.pk)


def _of_missions(missions: Iterable[int], on: dt.date, names: Iterable[str]) -> dict[int, list[User]]:
    """Who holds one of some roles and may sign in, by mission, nobody twice. One query."""
    held = MissionRole.objects.to_tell(*names, missions=missions, on=on)
    return {pk: list({role.user_id: role.user for role in roles}.values()) for pk, roles in held.items()}


def _notices(key: str, people: Iterable[User], template: str, about: dict[str, Any], mission: int | None) -> Iterator[Notice]:
    for user in people:
        yield Notice(f"{key}:{user.pk}", user.pk, user.email, template, about, mission)


RULES = {
    "mandate ends": ReminderRule(
        what="A mission’s mandate ends and none follows it",
        whom="The directors and leads of the mission",
        when=f"{FAR} and {NEAR} days before its last day, and the day after it",
        due=mandates,
    ),
    "mission ends": ReminderRule(
        what="A mission that runs comes to its last day",
        whom="The directors and leads of the mission",
        when=f"{FAR} and {NEAR} days before it, and the day after it",
        due=missions,
    ),
    "role ends": ReminderRule(
        what="A role on a mission ends",
        whom="Who holds it, and the leads of the mission",
        when=f"{ROLE_AHEAD} days before its last day",
        due=roles,
    ),
    "organisation role ends": ReminderRule(
        what="A role for a council or a supplier ends",
        whom="Who holds it, and the organisation’s coordinators",
        when=f"{ROLE_AHEAD} days before its last day",
        due=organisation_roles,
    ),
    "target day": ReminderRule(
        what="The day of a target has come",
        whom="The leads of its mission",
        when="On the day",
        due=targets,
    ),
}
