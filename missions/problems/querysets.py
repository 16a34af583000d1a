"""Reads over pain points and evidence."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from missions.problems.models import Evidence, PainPoint


class PainPointQuerySet(models.QuerySet["PainPoint"]):
    """Pain points with the figures that come from what was said."""

    def with_figures(self) -> Self:
        """Adds `pieces` of evidence, `councils_affected` and `hours_lost` a month, counted for the rows that are shown only."""
        link: Any = self.model._meta.get_field("evidence_links").related_model
        linked = link._default_manager.filter(pain_point=OuterRef("pk")).order_by().values("pain_point")
        councils = Count("evidence__organisation", filter=Q(evidence__organisation__kind="council"), distinct=True)
        return self.annotate(
            pieces=Coalesce(Subquery(linked.annotate(found=Count("pk")).values("found")), 0),
            councils_affected=Coalesce(Subquery(linked.annotate(found=councils).values("found")), 0),
            hours_lost=Subquery(linked.annotate(found=Sum("evidence__hours_a_month")).values("found")),
        )


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence by who may read it."""

    def readable_at(self, *levels: str) -> Self:
        """Evidence whose disclosure level is one of these."""
        return self.filter(disclosure__in=levels)
