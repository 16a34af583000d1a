"""Everything that a person is, on missions and for organisations, in one list."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from missions.people.models import User


@dataclass(frozen=True)
class Held:
    """One role as pages show it; `end_url` leads to the page that ends it, `is_mission` says where it is held."""

    what: str
    where: str
    where_url: str
    starts_on: dt.date | None
    last_day: dt.date | None
    state: str
    is_mission: bool
    end_url: str


@dataclass(frozen=True)
class HeldRoles:
    """Roles that hold now or begin later, and those that have ended."""

    current: list[Held]
    ended: list[Held]


def held_by(user: User, *, on: dt.date) -> HeldRoles:
    """A person's roles as at a day. `user` comes with `with_roles()`, so this asks the database nothing."""
    rows: list[Held] = []
    for role in user.mission_roles.all():
        end_url = reverse("stewardship:end_role", args=[role.mission.slug, role.pk])
        place = role.mission.name, role.mission.get_absolute_url()
        rows.append(
            Held(
                role.get_role_display(),
                *place,
                role.starts_on,
                role.last_day,
                _state(role.starts_on, role.ends_on, on),
                True,
                end_url,
            )
        )
    for held in user.organisation_roles.all():
        end_url = reverse("people:end_role", args=[user.pk, held.pk])
        place = held.organisation.name, held.organisation.get_absolute_url()
        rows.append(
            Held(
                held.get_role_display(),
                *place,
                held.starts_on,
                held.last_day,
                _state(held.starts_on, held.ends_on, on),
                False,
                end_url,
            )
        )
    return HeldRoles([row for row in rows if row.state != "ended"], [row for row in rows if row.state == "ended"])


def _state(starts_on: dt.date | None, ends_on: dt.date | None, on: dt.date) -> str:
    if ends_on is not None and ends_on <= on:
        return "ended"
    return "to-come" if starts_on is not None and starts_on > on else "current"
