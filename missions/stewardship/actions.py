"""Changes to missions: proposed, activated, closed, handed over; who works on them; and the import of one."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from missions.core.access import require
from missions.core.audit import record
from missions.core.refusals import NotNow
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stewardship.access import LEAD, Standing, why_not_work_on_people
from missions.stewardship.conditions import missing_conditions
from missions.stewardship.lifecycle import MISSION
from missions.stewardship.models import Mission, MissionRole


def propose(*, by: User, mission: Mission, on: dt.date) -> Mission:
    """Store a new proposal; who proposes it leads it until it is handed over."""
    with transaction.atomic():
        mission.status = "proposed"
        mission.save()
        MissionRole.objects.create(mission=mission, user=by, role=MissionRoleName.LEAD, starts_on=on)
        record("mission.propose", by=by, subject=mission, mission=mission)
    return mission


def activate(*, by: User, standing: Standing) -> None:
    """Start a proposed mission when it has a director, a lead, a mandate with a lever and an end, and a review cadence."""
    with transaction.atomic():
        mission = _locked(standing, "start the mission")
        MISSION.check(mission.status, "active")
        missing = missing_conditions(mission, on=standing.on)
        if missing:
            raise NotNow(f"Before it can start: {' '.join(missing)}")
        _move(mission, "active", by=by)


def begin_closing(*, by: User, standing: Standing) -> None:
    """Say that the mission is coming to its end."""
    with transaction.atomic():
        mission = _locked(standing, "close the mission")
        MISSION.check(mission.status, "closing")
        _move(mission, "closing", by=by)


def close(*, by: User, standing: Standing) -> None:
    """End the mission and every role on it from that day."""
    with transaction.atomic():
        mission = _locked(standing, "close the mission")
        MISSION.check(mission.status, "closed")
        mission.ends_on = max(standing.on, (mission.starts_on or standing.on) + dt.timedelta(days=1))
        mission.save(update_fields=["ends_on"])
        _move(mission, "closed", by=by)


def give_role(*, by: User, standing: Standing, user: User, role: str) -> MissionRole:
    """Give a person a role on the mission from today."""
    require(why_not_work_on_people(standing))
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=standing.mission.pk)
        if MissionRole.objects.as_at(standing.on).filter(mission=standing.mission, user=user, role=role).exists():
            raise NotNow(f"{user} has this role already.")
        given = MissionRole.objects.create(mission=standing.mission, user=user, role=role, starts_on=standing.on)
        record("mission.give-role", by=by, subject=standing.mission, mission=standing.mission, user=user.pk, role=role)
    return given


def end_role(*, by: User, standing: Standing, role_id: int) -> None:
    """End a role today. What its holder owned becomes an ownership gap until somebody takes it."""
    require(why_not_work_on_people(standing))
    with transaction.atomic():
        role = MissionRole.objects.select_for_update().get(pk=role_id, mission=standing.mission)
        if not role.holds_on(standing.on):
            raise NotNow("This role has ended already.")
        if role.starts_on == standing.on:
            role.delete()
        else:
            role.ends_on = standing.on
            role.save(update_fields=["ends_on"])
        record("mission.end-role", by=by, subject=standing.mission, mission=standing.mission, user=role.user_id, role=role.role)


def hand_over(*, by: User, standing: Standing, to: User) -> None:
    """Make somebody else the lead from today; the present leads' role ends."""
    require(why_not_work_on_people(standing))
    with transaction.atomic():
        mission = Mission.objects.select_for_update().get(pk=standing.mission.pk)
        leads = MissionRole.objects.as_at(standing.on).filter(mission=mission, role=MissionRoleName.LEAD)
        if leads.filter(user=to).exists():
            raise NotNow(f"{to} leads this mission already.")
        leads.filter(Q(starts_on=standing.on)).delete()
        leads.update(ends_on=standing.on)
        MissionRole.objects.create(mission=mission, user=to, role=MissionRoleName.LEAD, starts_on=standing.on)
        record("mission.hand-over", by=by, subject=mission, mission=mission, to=to.pk)


def _locked(standing: Standing, to_do: str) -> Mission:
    require(standing.why_not(LEAD, to_do))
    return Mission.objects.select_for_update().get(pk=standing.mission.pk)


def _move(mission: Mission, status: str, *, by: User) -> None:
    before, mission.status = mission.status, status
    mission.save(update_fields=["status"])
    record("mission.move", by=by, subject=mission, mission=mission, before=before, after=status)
