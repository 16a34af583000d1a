"""Home: what needs this person, in order of due date, whatever their roles are."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.gaps import Counts, counts
from config.needs import needs_of
from missions.core import clock
from missions.core.fresh import page_part
from missions.interventions.models import Intervention
from missions.people.access import signed_in
from missions.people.models import OrganisationRole, User
from missions.people.roles import COUNCIL_ROLES, SUPPLIER_ROLES, MissionRoleName
from missions.register.models import Organisation
from missions.stewardship.models import Mission, MissionRole


@dataclass
class OnMission:
    """A mission with what a person is on it."""

    mission: Mission
    roles: list[str] = field(default_factory=list)
    gaps: Counts | None = None

    @property
    def labels(self) -> str:
        """“Mission lead, analyst”."""
        return ", ".join(MissionRoleName(role).label.split(" (")[0] for role in self.roles)


@dataclass
class ForOrganisation:
    """A council or a supplier with what a person is for it."""

    organisation: Organisation
    roles: list[OrganisationRole] = field(default_factory=list)

    @property
    def labels(self) -> str:
        """“Council coordinator, data provider”."""
        return ", ".join(role.get_role_display() for role in self.roles)

    @property
    def may_record(self) -> bool:
        """Whether one of the roles reports adoption."""
        return any(role.role in ("coordinator", "contributor", "data-provider") for role in self.roles)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """One list of what needs you, then your missions, your council and your supplier."""
    user, now = signed_in(request), clock.now()
    # A round closes and a day ends without anybody writing, so what is kept is for one hour at most.
    body = page_part(request, (user, f"{now:%Y-%m-%dT%H}"), "home/page_body.html", lambda: _facts(user, now))
    return render(request, "home/page.html", {"body": body})


def _facts(user: User, now: dt.datetime) -> dict[str, Any]:
    on = clock.london_day(now)
    missions = missions_of(user, on)
    organisations = _organisations(user, on)
    return {
        "needs": needs_of(user, missions, now=now),
        "on": on,
        "missions": missions,
        "councils": [item for item in organisations if item.roles[0].role in COUNCIL_ROLES],
        "suppliers": [item for item in organisations if item.roles[0].role in SUPPLIER_ROLES],
        "headlines": organisations[0].roles[0].headlines if organisations else (),  # type: ignore[attr-defined]
    }


def missions_of(user: User, on: dt.date) -> list[OnMission]:
    """The missions that a person is on, with what they are there and the gaps."""
    found: dict[int, OnMission] = {}
    for role in MissionRole.objects.as_at(on).filter(user=user).select_related("mission").order_by("mission__name", "role"):
        found.setdefault(role.mission_id, OnMission(role.mission)).roles.append(role.role)
    gaps = counts(list(found), on=on) if found else {}
    for pk, item in found.items():
        item.gaps = gaps[pk]
    return list(found.values())


def _organisations(user: User, on: dt.date) -> list[ForOrganisation]:
    """With what missions ask councils to adopt, for council officers to report on and suppliers to follow. One query."""
    running = Q(mission__status__in=("active", "closing"), is_headline=True)
    mission = JSONObject(slug="mission__slug", name="mission__name")
    asked = Intervention.objects.filter(running).order_by("mission__name")
    headlines = ArraySubquery(asked.values(found=JSONObject(slug="slug", name="name", mission=mission)))
    found: dict[int, ForOrganisation] = {}
    held = OrganisationRole.objects.as_at(on).filter(user=user).select_related("organisation").annotate(headlines=headlines)
    for role in held.order_by("organisation__name", "role"):
        found.setdefault(role.organisation_id, ForOrganisation(role.organisation)).roles.append(role)
    return list(found.values())
