"""Reads over people and their roles."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from missions.core.spans import SpanQuerySet

if TYPE_CHECKING:
    from missions.people.models import OrganisationRole, User

M = TypeVar("M", bound=models.Model, covariant=True)


class UserQuerySet(models.QuerySet["User"]):
    """People by name, address and whether they may sign in."""

    def matching(self, text: str) -> Self:
        """By part of the name or the address."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text)) if text else self

    def with_roles(self) -> Self:
        """Brings every role along, for pages that show them."""
        return self.prefetch_related("organisation_roles__organisation", "mission_roles__mission")


class RoleQuerySet(SpanQuerySet[M]):
    """What people are somewhere, from a day to a day."""

    def not_ended_by(self, day: dt.date) -> Self:
        """Roles that hold on that day or begin later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def end_all(self, on: dt.date) -> None:
        """End them from a day; those that would not have begun by then are taken away."""
        still_open = self.not_ended_by(on)
        still_open.filter(starts_on__gte=on).delete()
        still_open.update(ends_on=on)


class OrganisationRoleQuerySet(RoleQuerySet["OrganisationRole"]):
    """Who is what for which organisation."""
