"""Reads over pain points and evidence."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from missions.problems.lifecycle import FINISHED

if TYPE_CHECKING:
    from missions.problems.models import Evidence, Need, PainPoint


class PainPointQuerySet(models.QuerySet["PainPoint"]):
    """Pain points with the figures that come from what was said."""

    def unmet(self) -> Self:
        """Those still open that no intervention acts on."""
        return self.filter(addressed_by__isnull=True).exclude(status__in=FINISHED)

    def with_unmet(self) -> Self:
        """Adds `is_unmet`."""
        return self.annotate(is_unmet=Q(pk__in=self.model._default_manager.unmet().values("pk")))

    def with_figures(self) -> Self:
        """Adds `pieces` of evidence, `councils_affected` and `hours_lost` a month, counted for the rows that are shown only."""
        link: Any = self.model._meta.get_field("evidence_links").related_model
        linked = link._default_manager.filter(pain_point=OuterRef("pk")).order_by().values("pain_point")
        supporter: Any = link._meta.get_field("evidence").related_model._meta.get_field("supporters").related_model
        said_it = link._default_manager.filter(
            pain_point=OuterRef("evidence__links__pain_point"), evidence__organisation=OuterRef("organisation")
        )
        # Councils that stand behind what others said and said nothing themselves: with those that did, the union.
        behind = supporter._default_manager.filter(
            ~Exists(said_it), evidence__links__pain_point=OuterRef("pk"), organisation__kind="council"
        )
        more = behind.order_by().values("evidence__links__pain_point").annotate(found=Count("organisation", distinct=True))
        councils = Count("evidence__organisation", filter=Q(evidence__organisation__kind="council"), distinct=True)
        return self.annotate(
            pieces=Coalesce(Subquery(linked.annotate(found=Count("pk")).values("found")), 0),
            councils_affected=Coalesce(Subquery(linked.annotate(found=councils).values("found")), 0)
            + Coalesce(Subquery(more.values("found")), 0),
            hours_lost=Subquery(linked.annotate(found=Sum("evidence__hours_a_month")).values("found")),
        )


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence by who may read it."""

    def readable_at(self, *levels: str) -> Self:
        """Evidence whose disclosure level is one of these."""
        return self.filter(disclosure__in=levels)


class NeedQuerySet(models.QuerySet["Need"]):
    """Published needs by whether anything meets them."""

    def with_how_met(self) -> Self:
        """Adds `how_met`: “full”, “partial”, or “unmet” where no published claim says that anything meets it."""
        claims = Q(justifications__satisfaction="full")
        full = Count("justifications", filter=claims, distinct=True)
        return self.annotate(full=full, claims=Count("justifications", distinct=True)).annotate(
            how_met=Case(When(full__gt=0, then=Value("full")), When(claims__gt=0, then=Value("partial")), default=Value("unmet"))
        )
