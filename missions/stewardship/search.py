"""Missions in the search."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from missions.core import clock
from missions.core.registries import Hit, SearchSource
from missions.core.searching import best
from missions.people.models import User
from missions.stewardship.models import Mission, MissionRole
from missions.stewardship.querysets import MissionQuerySet, MissionRoleQuerySet


def visible_missions(user: Model | None) -> MissionQuerySet:
    """Missions that a person (None: an anonymous visitor) may know of today."""
    return Mission.objects.visible_to(user if isinstance(user, User) else AnonymousUser(), clock.today())


def roles_of(user: Model | None) -> MissionRoleQuerySet:
    """What a person is on missions today."""
    held = MissionRole.objects.as_at(clock.today())
    return held.filter(user=user) if isinstance(user, User) else held.none()


def find(query: str, user: Model | None, limit: int) -> Iterable[Hit]:
    """By name, service and problem."""
    rows = best(visible_missions(user), query, limit, title="name", text=("service", "problem", "vision"), code="slug")
    return [Hit(row.name, row.get_absolute_url(), "Mission", row.service, rank) for row, rank in rows]


SOURCE = SearchSource("Missions", find)
