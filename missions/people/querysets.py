"""Reads over roles."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from missions.core.spans import SpanQuerySet

if TYPE_CHECKING:
    from missions.people.models import OrganisationRole


class OrganisationRoleQuerySet(SpanQuerySet["OrganisationRole"]):
    """Who is what for which organisation."""

    def held_as(self, roles: Iterable[str]) -> Self:
        """Only some roles."""
        return self.filter(role__in=list(roles))
