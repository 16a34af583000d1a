"""Reads over findings."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef

if TYPE_CHECKING:
    from missions.market.models import Finding


class FindingQuerySet(models.QuerySet["Finding"]):
    """Findings by whether they stand."""

    def last_judged(self) -> Self:
        """Of each finding the version that counts: no later one was judged."""
        later = self.model._default_manager.filter(
            mission=OuterRef("mission"), reference=OuterRef("reference"), version__gt=OuterRef("version"), judged_at__isnull=False
        )
        return self.filter(~Exists(later))

    def standing(self) -> Self:
        """Judged, not withdrawn, and not followed by another judgement."""
        return self.last_judged().filter(status="judged")

    def public(self) -> Self:
        """What anybody may read: whatever was judged, also what was withdrawn after that."""
        return self.filter(judged_at__isnull=False)

    def resting_on_something(self, yes: bool) -> Self:
        """Those with evidence, or those without any."""
        evidence: Any = self.model._meta.get_field("evidence").related_model
        has = Exists(evidence._default_manager.filter(finding=OuterRef("pk")))
        return self.filter(has if yes else ~has)

    def with_pieces(self) -> Self:
        """Adds `pieces` of evidence."""
        return self.annotate(pieces=Count("evidence"))
