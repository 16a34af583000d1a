"""Reads over organisations, as at a day."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from missions.core.spans import SpanQuerySet

if TYPE_CHECKING:
    from missions.register.models import Organisation


class OrganisationQuerySet(SpanQuerySet["Organisation"]):
    """Organisations by what they are and when they existed."""

    def councils(self) -> Self:
        """Councils only: combined, national park and development authorities are not councils."""
        return self.filter(kind="council")

    def of_types(self, nation: str, council_types: Iterable[str]) -> Self:
        """Councils of some types in one nation."""
        return self.councils().filter(nation=nation, council_type__in=list(council_types))

    def matching(self, text: str) -> Self:
        """By any code, name or alternative name."""
        text = text.strip()
        by_code = Q(code__iexact=text) | Q(identifiers__value__iexact=text)
        by_name = Q(name__icontains=text) | Q(official_name__icontains=text) | Q(alternative_names__name__icontains=text)
        return self.filter(pk__in=self.model._default_manager.filter(by_code | by_name).values("pk"))
