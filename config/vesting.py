"""Reminds leads of vesting days: councils that their missions are for are about to be replaced."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.core.spans import true_on
from missions.people.roles import MissionRoleName
from missions.register.models import Reorganisation, Succession, SuccessionStatus
from missions.register.querysets import TO_COME
from missions.stewardship.models import EligibleType, MissionRole

FAR, NEAR = 90, 14


def due(now: dt.datetime) -> Iterator[Notice]:
    """One notice 90 days ahead and one 14 days ahead, to the leads of each mission that a council to be replaced is for. Four queries.

    A plan that is challenged in court or withdrawn is not told; a vesting day that moves is told again.
    """
    today = clock.london_day(now)
    touched = _types_touched(today)
    leads = _leads_by_type(today)
    for item in Reorganisation.objects.filter(pk__in=touched).order_by("vests_on", "pk"):
        roles = {role.pk: role for of_type in touched[item.pk] for role in leads.get(of_type, ())}
        days = NEAR if item.vests_on <= today + dt.timedelta(days=NEAR) else FAR
        for role in roles.values():
            yield Notice(
                key=f"vesting-{days}:{item.pk}:{item.vests_on}:{role.mission_id}:{role.user_id}",
                to_user_id=role.user_id,
                to_address=role.user.email,
                template="vesting_day",
                context={
                    "name": item.name,
                    "vests_on": item.vests_on,
                    "mission": role.mission,
                    "url": reverse("register:reorganisation", args=[item.pk]),
                },
                mission_id=role.mission_id,
            )


def _types_touched(today: dt.date) -> dict[int, set[tuple[str, str]]]:
    """(nation, type) of the councils to be replaced, by reorganisation, of those whose day is near and that nothing holds up."""
    links = Succession.objects.filter(vests_on__gt=today, vests_on__lte=today + dt.timedelta(days=FAR))
    held_up = links.filter(status=SuccessionStatus.CHALLENGED).exclude(reorganisation=None).values("reorganisation")
    standing = links.filter(status__in=TO_COME).exclude(reorganisation=None).exclude(reorganisation__in=held_up)
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pk, nation, kind in standing.values_list("reorganisation_id", "predecessor__nation", "predecessor__council_type"):
        if pk is not None:
            found[pk].add((nation, kind))
    return found


def _leads_by_type(today: dt.date) -> dict[tuple[str, str], list[MissionRole]]:
    roles = MissionRole.objects.filter(true_on(today), role=MissionRoleName.LEAD, user__is_active=True)
    by_mission: dict[int, list[MissionRole]] = defaultdict(list)
    for role in roles.exclude(mission__status="closed").select_related("user", "mission").order_by("pk"):
        by_mission[role.mission_id].append(role)
    found: dict[tuple[str, str], list[MissionRole]] = defaultdict(list)
    for item in EligibleType.objects.filter(true_on(today), mission__in=list(by_mission)).order_by("mission", "pk"):
        found[item.nation, item.council_type] += by_mission[item.mission_id]
    return found


VESTING = ReminderRule(
    what="Councils are to be replaced: their vesting day comes",
    whom="The leads of each mission that is for one of these councils",
    when=f"{FAR} and {NEAR} days before the vesting day; not while the plan is challenged in court",
    due=due,
)
