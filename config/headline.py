"""The figures by which a mission is known in one look: adoption of its headline intervention, its headline indicator, its money."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from funding.models import Award
from missions.adoption.summary import adopted_by_intervention
from missions.interventions.models import Intervention
from missions.outcomes.models import Indicator, Rollup
from missions.stewardship.models import Mission
from missions.stewardship.population import eligible_councils


@dataclass(frozen=True)
class Money:
    """Awards made: how many and how much."""

    count: int
    total: Decimal


@dataclass(frozen=True)
class Headline:
    """Every figure with its denominator; None where it isn't known."""

    councils: int
    intervention: Intervention | None
    adopted: int | None
    adopted_a_year_ago: int | None
    indicator: Indicator | None
    latest: Rollup | None
    earlier: Rollup | None
    money: Money


def headline(mission: Mission, *, on: dt.date) -> Headline:
    """The headline figures of one mission as at a day."""
    intervention = mission.interventions.filter(is_headline=True).first()
    indicator = mission.indicators.filter(is_headline=True).first()
    latest, earlier = latest_rollups(indicator, on=on)
    return Headline(
        councils=eligible_councils(mission, on).count(),
        intervention=intervention,
        adopted=_adopted(mission, intervention, on),
        adopted_a_year_ago=_adopted(mission, intervention, on - dt.timedelta(days=365)),
        indicator=indicator,
        latest=latest,
        earlier=earlier,
        money=money_given(mission),
    )


def latest_rollups(indicator: Indicator | None, *, on: dt.date) -> tuple[Rollup | None, Rollup | None]:
    """The latest figure for all councils by a day, and the first one there is to compare it with."""
    if indicator is None:
        return None, None
    known = indicator.rollups.filter(group_kind="all", value__isnull=False, period_start__lte=on).select_related("indicator")
    rows = list(known.order_by("period_start"))
    return (rows[-1], rows[0] if len(rows) > 1 else None) if rows else (None, None)


def money_given(mission: Mission) -> Money:
    """Awards of a mission that count as given."""
    found = Award.objects.given().filter(fund__mission=mission).aggregate(count=Count("pk"), total=Sum("amount"))
    return Money(found["count"], found["total"] or Decimal(0))


def _adopted(mission: Mission, intervention: Intervention | None, on: dt.date) -> int | None:
    if intervention is None:
        return None
    return adopted_by_intervention(mission, [intervention], as_at=on)[intervention.pk]
