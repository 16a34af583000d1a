"""Reads over pain points and evidence."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q, Sum

if TYPE_CHECKING:
    from missions.problems.models import Evidence, PainPoint


class PainPointQuerySet(models.QuerySet["PainPoint"]):
    """Pain points with the figures that come from what was said."""

    def with_figures(self) -> Self:
        """Adds `pieces` of evidence, `councils_affected` and `hours_lost` a month."""
        return self.annotate(
            pieces=Count("evidence_links", distinct=True),
            councils_affected=Count(
                "evidence_links__evidence__organisation",
                filter=Q(evidence_links__evidence__organisation__kind="council"),
                distinct=True,
            ),
            hours_lost=Sum("evidence_links__evidence__hours_a_month"),
        )


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence by who may read it."""

    def readable_at(self, *levels: str) -> Self:
        """Evidence whose disclosure level is one of these."""
        return self.filter(disclosure__in=levels)
