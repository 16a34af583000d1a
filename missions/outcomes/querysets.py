"""Reads over indicators, measurements and rollups."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery

from missions.core.facts import FactQuerySet

if TYPE_CHECKING:
    from missions.outcomes.models import Ask, BenefitLine, Estimate, Indicator, Measurement, Rollup


def parsed(text: str) -> dt.date | None:
    """The day that an address names; None where it names none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators with the figures that lists show."""

    def with_revised(self) -> Self:
        """Each with `is_revised`: whether any of its figures replaced another."""
        measurements = self.model._meta.get_field("measurements").related_model._default_manager
        return self.annotate(is_revised=Exists(measurements.filter(indicator=OuterRef("pk"), supersedes__isnull=False)))

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

    def revisions(self) -> Self:
        """Rows that replaced a verified figure."""
        return self.verified().filter(supersedes__isnull=False, supersedes__status="verified")

    def changing_what_was_known_at(self, moment: dt.datetime) -> Self:
        """Recorded after a moment, about figures of which something was recorded by then."""
        same = {name: OuterRef(name) for name in ("indicator", "organisation", "period_start", "category")}
        return self.filter(Exists(self.model._default_manager.filter(**same, recorded_at__lte=moment)), recorded_at__gt=moment)

    def at_one_moment(self) -> list[tuple[int, int, dt.date, str]]:
        """By indicator, period, moment and reason: (one of them, how many, first day of the period, frequency), the latest first."""
        together = self.order_by().values("indicator", "period_start", "recorded_at", "correction_reason", "indicator__frequency")
        found = together.annotate(one=Min("pk"), figures=Count("pk")).order_by("-recorded_at", "-period_start", "one")
        return list(found.values_list("one", "figures", "period_start", "indicator__frequency"))


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

    def on_page(self, indicator_id: int, period: str, kind: str, value: str) -> Self:
        """What the page of an indicator shows, in one query.

        All councils and one group with those that it is compared with in every period; types, regions and categories in the last period, and in the
        one that the address names.
        """
        mine = self.filter(indicator=indicator_id)
        latest = mine.of_all_councils().order_by("-period_start").values("period_start")[:1]
        shown = Q(period_start=Subquery(latest))
        if (day := parsed(period)) is not None:
            shown |= Q(period_start=day)
        series = Q(group_kind="all") | Q(group_kind__in=(kind, f"not-{kind}"), group_value=value)
        return mine.filter(series | (Q(group_kind__in=("council-type", "region", "category")) & shown)).order_by(
            "period_start", "group_value"
        )


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
