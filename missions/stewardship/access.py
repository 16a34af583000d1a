"""The door to a mission: what a person is on it, and why they may not do something."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404

from missions.people.models import OrganisationRole, User
from missions.people.roles import TEAM_ROLES, MissionRoleName
from missions.stewardship.models import Mission, MissionRole
from missions.stewardship.querysets import PUBLIC_STATUSES

DIRECTOR = (MissionRoleName.DIRECTOR,)
LEAD = (MissionRoleName.LEAD,)
CURATORS = (MissionRoleName.LEAD, MissionRoleName.MEMBER, MissionRoleName.ANALYST)


@dataclass(frozen=True)
class Standing:
    """A mission as one person meets it on a day: `user` is None for an anonymous visitor."""

    mission: Mission
    user: User | None
    roles: frozenset[str]
    on: dt.date

    def holds(self, *roles: str) -> bool:
        """Whether the person holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    def why_not(self, roles: Collection[str], to_do: str) -> str | None:
        """None when the person holds one of the roles, or “Only this mission’s … can …”."""
        if self.holds(*roles):
            return None
        names = [MissionRoleName(role).label.split(" (")[0].lower() for role in roles]
        who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
        return f"Only this mission’s {who} can {to_do}."

    @property
    def is_team(self) -> bool:
        """Lead, member, analyst or payments officer."""
        return self.holds(*TEAM_ROLES)

    @property
    def is_on_it(self) -> bool:
        """Any role on the mission, the director's and the observer's included."""
        return bool(self.roles)


def stand(user: User | None, slug: str, *, on: dt.date) -> Standing:
    """The one door to a mission: 404 to strangers while it is a proposal."""
    held = MissionRole.objects.as_at(on).filter(mission=OuterRef("pk"), user=user).values("role")
    mission: Any = Mission.objects.select_related("lead_department").annotate(held=ArraySubquery(held)).filter(slug=slug).first()
    if mission is None:
        raise Http404("No such mission.")
    roles = frozenset[str](mission.held)
    may_see = mission.status in PUBLIC_STATUSES or roles or (user is not None and user.is_administrator)
    if not may_see:
        raise Http404("No such mission.")
    return Standing(mission, user, roles, on)


def stand_on(user: User | None, slug: str, *, on: dt.date) -> Standing:
    """The door to what only the people on a mission see: 404 to everybody else."""
    standing = stand(user, slug, on=on)
    if not standing.is_on_it:
        raise Http404("No such page.")
    return standing


def stand_on_people(user: User, slug: str, *, on: dt.date) -> Standing:
    """The door to the people of a mission: those on it and administrators; 404 to everybody else."""
    standing = stand(user, slug, on=on)
    if not standing.is_on_it and not user.is_administrator:
        raise Http404("No such page.")
    return standing


def roles_on(user: User | None, mission: Mission, *, on: dt.date) -> frozenset[str]:
    """What a person is on a mission on a day."""
    if user is None:
        return frozenset()
    return frozenset(MissionRole.objects.as_at(on).filter(user=user, mission=mission).values_list("role", flat=True))


def why_not_work_on_people(standing: Standing) -> str | None:
    """The lead, the director and administrators look after the people of a mission."""
    if standing.user is not None and standing.user.is_administrator:
        return None
    return standing.why_not((MissionRoleName.LEAD, MissionRoleName.DIRECTOR), "look after its people")


def why_not_change_role(standing: Standing, role: str, *, whose: User) -> str | None:
    """As above; but a running mission's lead doesn't choose who decides above them, and nobody names themself its director."""
    why_not = why_not_work_on_people(standing)
    if why_not is not None or role != MissionRoleName.DIRECTOR or standing.user is None or standing.user.is_administrator:
        return why_not
    if whose.pk == standing.user.pk and not standing.holds(*DIRECTOR):
        return "You can’t make yourself the director. Ask an administrator."
    if standing.mission.status != "proposed" and not standing.holds(*DIRECTOR):
        return "Only this mission’s director or an administrator can change who its director is."
    return None


def why_not_propose(user: User, *, on: dt.date) -> str | None:
    """Whoever has a role somewhere, and administrators, may propose a mission."""
    has_role = user.is_administrator or any(
        roles.as_at(on).filter(user=user).exists() for roles in (MissionRole.objects, OrganisationRole.objects)
    )
    return (
        None if has_role else "Only people who have a role on a mission, for a council or for a supplier can propose a mission."
    )


def why_not_set_mandate(standing: Standing) -> str | None:
    """While it is proposed its lead drafts the mandate; then the director alone sets what the lead may decide."""
    if standing.mission.status == "proposed":
        return standing.why_not((MissionRoleName.LEAD, MissionRoleName.DIRECTOR), "draft its mandate")
    return standing.why_not(DIRECTOR, "change its mandate")
