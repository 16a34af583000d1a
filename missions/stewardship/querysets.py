"""Reads over missions and the people on them."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Q

from missions.core.spans import true_on
from missions.people.querysets import RoleQuerySet

if TYPE_CHECKING:
    from missions.people.models import User
    from missions.stewardship.models import Lever, Mission, MissionRole

PUBLIC_STATUSES = ("active", "closing", "closed")


class MissionQuerySet(models.QuerySet["Mission"]):
    """Missions by who may see them."""

    def public(self) -> Self:
        """Everything but proposals."""
        return self.filter(status__in=PUBLIC_STATUSES)

    def visible_to(self, user: "User | AnonymousUser", on: dt.date) -> Self:
        """Public missions, and proposals for those who have a role on them."""
        if not user.is_authenticated:
            return self.public()
        if getattr(user, "is_administrator", False):
            return self.all()
        mine = Q(true_on(on, "roles__"), roles__user=user.pk)
        return self.filter(Q(status__in=PUBLIC_STATUSES) | Q(pk__in=self.model._default_manager.filter(mine).values("pk")))

    def where(self, user: "User", roles: Iterable[str], on: dt.date) -> Self:
        """Missions on which a person holds one of some roles that day."""
        mine = Q(true_on(on, "roles__"), roles__user=user.pk, roles__role__in=list(roles))
        return self.filter(pk__in=self.model._default_manager.filter(mine).values("pk"))


class MissionRoleQuerySet(RoleQuerySet["MissionRole"]):
    """Who is what on which mission."""

    def to_tell(self, *roles: str, missions: Iterable[int], on: dt.date) -> dict[int, list["MissionRole"]]:
        """Whom a reminder reaches: the holders of some roles on a day who may sign in, by mission. One query."""
        held = self.filter(true_on(on), role__in=roles, mission__in=set(missions), user__is_active=True).select_related("user")
        found: dict[int, list[MissionRole]] = {}
        for item in held.order_by("pk"):
            found.setdefault(item.mission_id, []).append(item)
        return found


class LeverQuerySet(models.QuerySet["Lever"]):
    """Levers by whether they can still be chosen."""

    def to_choose(self, *kept: int) -> Self:
        """Those that aren't retired, and those that the thing has already, by primary key."""
        return self.filter(Q(retired_on__isnull=True) | Q(pk__in=kept))

    def with_use(self) -> Self:
        """Adds `in_mandates` and `in_interventions`: how many use each."""
        return self.annotate(in_mandates=Count("mandates", distinct=True), in_interventions=Count("interventions", distinct=True))
