"""Reads over indicators, measurements and rollups."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from missions.core.facts import FactQuerySet

if TYPE_CHECKING:
    from missions.outcomes.models import Ask, BenefitLine, Estimate, Indicator, Measurement, Rollup


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

    def of_period(self, indicator_id: int, period_start: dt.date) -> Self:
        """What stands for the councils of one period, verified or not, and not broken down by category."""
        return self.known_at().filter(indicator=indicator_id, period_start=period_start, category="")

    def shown(self) -> Self:
        """What figures rest on: verified, not corrected since, and not broken down by category."""
        return self.known_at().verified().filter(category="")


class AskQuerySet(models.QuerySet["Ask"]):
    """Who was asked for a figure, and who still owes it."""

    def with_answers(self) -> Self:
        """Each with `answer_id` and `answer_status` of the measurement that stands for its council, category and period left out."""
        measurements = self.model._meta.apps.get_model("outcomes", "Measurement")._default_manager
        standing = measurements.known_at().filter(
            indicator=OuterRef("collection__indicator"),
            organisation=OuterRef("organisation"),
            period_start=OuterRef("collection__period_start"),
            category="",
        )
        return self.annotate(answer_id=Subquery(standing.values("pk")[:1]), answer_status=Subquery(standing.values("status")[:1]))

    def progress_of(self, collection_ids: Collection[int]) -> dict[int, dict[str, int]]:
        """By collection: how many councils were asked, and how many figures have each status. One query."""
        statuses = ("draft", "submitted", "returned", "verified")
        counts = {status: Count("pk", filter=Q(answer_status=status)) for status in statuses}
        found = self.filter(collection__in=collection_ids).with_answers().order_by().values("collection")
        rows = found.annotate(asked=Count("pk"), **counts).values_list("collection", "asked", *statuses)
        by_id = {pk: dict(zip(("asked", *statuses), figures, strict=True)) for pk, *figures in rows}
        return {pk: by_id.get(pk, dict.fromkeys(("asked", *statuses), 0)) for pk in collection_ids}

    def answered_as(self, status: str) -> Self:
        """Those whose figure has a status; “none” for those without a figure."""
        return self.with_answers().filter(answer_status=None if status == "none" else status)

    def owed(self) -> Self:
        """Not answered, only begun, or returned with a question; once the period is locked nothing is owed."""
        locked = Q(collection__indicator__locks__period_start=F("collection__period_start"))
        return (
            self.with_answers().filter(Q(answer_status__isnull=True) | Q(answer_status__in=("draft", "returned"))).exclude(locked)
        )


class RollupQuerySet(models.QuerySet["Rollup"]):
    """Rollups by group."""

    def of_all_councils(self) -> Self:
        """The figure for all councils of each period."""
        return self.filter(group_kind="all", group_value="")

    def by(self, kind: str) -> Self:
        """The figures of each group of one kind: `council-type` or `region`."""
        return self.filter(group_kind=kind).order_by("group_value")


class EstimateQuerySet(models.QuerySet["Estimate"]):
    """Estimates of effects."""

    def about(self, indicator_id: int, intervention_id: int, stage: str) -> Self:
        """Those of one question, the latest first."""
        return self.filter(indicator=indicator_id, intervention=intervention_id, stage=stage).order_by("-made_at", "-pk")


class BenefitLineQuerySet(models.QuerySet["BenefitLine"]):
    """Costs and benefits by what counts."""

    def counting(self) -> Self:
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_because="")
