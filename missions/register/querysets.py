"""Reads over organisations, as at a day."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q

from missions.core.spans import SpanQuerySet

if TYPE_CHECKING:
    from missions.register.models import Organisation


class OrganisationQuerySet(SpanQuerySet["Organisation"]):
    """Organisations by what they are and when they existed."""

    def councils(self) -> Self:
        """Councils only: combined, national park and development authorities are not councils."""
        return self.filter(kind="council")

    def matching(self, text: str) -> Self:
        """By any code, name or alternative name."""
        text = text.strip()
        by_code = self._by_code(text)
        by_name = Q(name__icontains=text) | Q(official_name__icontains=text) | Q(alternative_names__name__icontains=text)
        return self.filter(pk__in=self.model._default_manager.filter(by_code | by_name).values("pk"))

    def going_by(self, code: str) -> Self:
        """By any code in any list, in any case; a code that several go by finds the one that has it now, then former holders."""
        same = self.model._default_manager.filter(self._by_code(code)).values("pk")
        return self.filter(pk__in=same).order_by(F("ends_on").desc(nulls_first=True), "pk")

    @staticmethod
    def _by_code(code: str) -> Q:
        """“SMT” or “local-authority:SUA”, with or without what stands before the colon."""
        same = Q(code__iexact=code) | Q(identifiers__value__iexact=code)
        return same | Q(identifiers__value__iendswith=f":{code}") if code else same
