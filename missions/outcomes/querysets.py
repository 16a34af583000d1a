"""Reads over indicators, measurements and rollups."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Subquery

from missions.core.facts import FactQuerySet

if TYPE_CHECKING:
    from missions.outcomes.models import Indicator, Measurement, Rollup


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators with the figures that lists show."""

    def figures_of(self, on: dt.date) -> dict[int, tuple[int | None, int | None]]:
        """By primary key: the rollups for all councils of the last period by a day, and of the first with a figure."""
        rollups = self.model._meta.get_field("rollups").related_model._default_manager
        known = rollups.filter(indicator=OuterRef("pk"), group_kind="all", group_value="", period_start__lte=on)
        found = self.annotate(
            latest_id=Subquery(known.order_by("-period_start").values("pk")[:1]),
            first_id=Subquery(known.filter(value__isnull=False).order_by("period_start").values("pk")[:1]),
        )
        return {pk: (latest, first) for pk, latest, first in found.values_list("pk", "latest_id", "first_id")}


class MeasurementQuerySet(FactQuerySet["Measurement"]):
    """Measurements by what may be shown."""

    def verified(self) -> Self:
        """Only what the team has verified counts in a figure."""
        return self.filter(status="verified")

    def shown(self) -> Self:
        """What figures rest on: verified, not corrected since, and not broken down by category."""
        return self.known_at().verified().filter(category="")


class RollupQuerySet(models.QuerySet["Rollup"]):
    """Rollups by group."""

    def of_all_councils(self) -> Self:
        """The figure for all councils of each period."""
        return self.filter(group_kind="all", group_value="")

    def by(self, kind: str) -> Self:
        """The figures of each group of one kind: `council-type` or `region`."""
        return self.filter(group_kind=kind).order_by("group_value")
