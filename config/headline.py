"""The figures by which missions are known in one look: adoption of the headline intervention, headline indicator, money.

However many missions there are, the number of queries is the same.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, JSONObject

from config.adopted import adopted
from funding.models import Award, FundYear
from missions.adoption.stages import Stage
from missions.core import clock
from missions.interventions.models import Intervention
from missions.outcomes.models import Estimate, Indicator, Level, Rollup
from missions.register.models import Organisation
from missions.stewardship.models import EligibleType, Mission

YEAR = dt.timedelta(days=365)
# What is shown of an estimate: the rest of it is long.
SHOWN = JSONObject(**{name: f"result__{name}" for name in ("att", "ci", "sentence", "strength", "refused")})


@dataclass(frozen=True)
class Money:
    """Awards made: how many and how much. `budget`, `committed` and `paid` are of funds with a published budget; None where none has one."""

    count: int
    total: Decimal
    budget: Decimal | None = None
    committed: Decimal | None = None
    paid: Decimal | None = None

    @property
    def left(self) -> Decimal | None:
        """What the published budgets still have room for."""
        return None if self.budget is None or self.committed is None else self.budget - self.committed


@dataclass(frozen=True)
class Target:
    """What an indicator should come to by a day."""

    value: Decimal
    for_day: dt.date


@dataclass(frozen=True)
class Effect:
    """What the headline intervention did to the headline indicator, as last estimated; `refused` says why no figure is shown."""

    result: Mapping[str, Any]
    method: str
    made_on: dt.date

    @property
    def refused(self) -> str:
        """Empty where there is a figure."""
        return self.result.get("refused") or ""


@dataclass(frozen=True)
class Headline:
    """Every figure with its denominator; None where it isn't known. `series` holds the periods that have a figure, oldest first."""

    mission: Mission
    councils: int
    money: Money
    intervention: Intervention | None = None
    adopted: int | None = None
    adopted_a_year_ago: int | None = None
    indicator: Indicator | None = None
    series: Sequence[Rollup] = field(default=())
    target: Target | None = None
    effect: Effect | None = None

    @property
    def latest(self) -> Rollup | None:
        """The last figure for all councils."""
        return self.series[-1] if self.series else None

    @property
    def earlier(self) -> Rollup | None:
        """The first figure, where there is one to compare the last with."""
        return self.series[0] if len(self.series) > 1 else None

    @property
    def trend(self) -> str | None:
        """“up”, “down” or “level” since the first figure."""
        if self.latest is None or self.earlier is None or self.latest.value is None or self.earlier.value is None:
            return None
        if self.latest.value == self.earlier.value:
            return "level"
        return "up" if self.latest.value > self.earlier.value else "down"


def headline(mission: Mission, *, on: dt.date) -> Headline:
    """The headline figures of one mission as at a day."""
    return headlines([mission], on=on)[0]


def headlines(missions: Sequence[Mission], *, on: dt.date) -> list[Headline]:
    """The headline figures of missions as at a day, in their order."""
    figures = {row.pk: row for row in _with_figures(on).filter(pk__in=[mission.pk for mission in missions])}
    main = Intervention.objects.filter(mission__in=missions, is_headline=True).select_related("adoption_rollup")
    chosen = {item.mission_id: item for item in main}
    indicators = {item.mission_id: item for item in _indicators(missions, on)}
    series = _series(indicators, on)
    councils = adopted(list(chosen.values()), on=on, then=on - YEAR)
    found = []
    for mission in missions:
        intervention, indicator = chosen.get(mission.pk), indicators.get(mission.pk)
        for item in (intervention, indicator):
            if item is not None:
                item.mission = mission
        row = figures[mission.pk]
        found.append(
            Headline(
                mission=mission,
                councils=row.councils,  # type: ignore[attr-defined]
                money=_money(row),
                intervention=intervention,
                adopted=councils[intervention.pk].now if intervention else None,
                adopted_a_year_ago=councils[intervention.pk].then if intervention else None,
                indicator=indicator,
                series=series.get(mission.pk, []),
                target=_target(indicator) if indicator else None,
                effect=_effect(indicator) if indicator else None,
            )
        )
    return found


def councils_of(mission_id: OuterRef | int, on: dt.date) -> Subquery:
    """A subquery: how many councils are eligible for a mission on a day."""
    types = EligibleType.objects.as_at(on).filter(nation=OuterRef("nation"), council_type=OuterRef("council_type"))
    outer = OuterRef(mission_id) if isinstance(mission_id, OuterRef) else mission_id
    councils = Organisation.objects.as_at(on).councils().filter(Exists(types.filter(mission=outer)))
    return Subquery(councils.order_by().annotate(same=Value(1)).values("same").annotate(count=Count("pk")).values("count"))


def _with_figures(on: dt.date) -> "QuerySet[Mission]":
    """Missions with `councils`, `award_count`, `award_total`, and the money of published budgets."""
    awards = Award.objects.given().filter(fund__mission=OuterRef("pk")).order_by().values("fund__mission")
    years = FundYear.objects.filter(fund__mission=OuterRef("pk"), published_on__isnull=False).order_by().values("fund__mission")
    return Mission.objects.annotate(
        councils=Coalesce(councils_of(OuterRef("pk"), on), 0),
        award_count=Coalesce(Subquery(awards.annotate(found=Count("pk")).values("found")), 0),
        award_total=Coalesce(Subquery(awards.annotate(found=Sum("amount")).values("found")), Decimal(0)),
        budget=Subquery(years.annotate(found=Sum("budget")).values("found")),
        committed=Subquery(years.annotate(found=Sum("committed")).values("found")),
        paid=Subquery(years.annotate(found=Sum("paid")).values("found")),
    ).only("pk")


def _money(row: Any) -> Money:
    return Money(row.award_count, row.award_total, row.budget, row.committed, row.paid)


def _series(indicators: dict[int, Indicator], on: dt.date) -> dict[int, list[Rollup]]:
    by_pk = {item.pk: item for item in indicators.values()}
    rows = Rollup.objects.of_all_councils().filter(indicator__in=by_pk, value__isnull=False, period_start__lte=on)
    found: dict[int, list[Rollup]] = {}
    for row in rows.order_by("period_start"):
        row.indicator = by_pk[row.indicator_id]
        found.setdefault(row.indicator.mission_id, []).append(row)
    return found


def _indicators(missions: Sequence[Mission], on: dt.date) -> "QuerySet[Indicator]":
    """The headline indicators, with the target that lies furthest ahead, and the latest estimate of what the headline intervention did."""
    targets = Level.objects.known_at().filter(indicator=OuterRef("pk"), kind=Level.Kind.TARGET).order_by("-for_day", "-pk")
    estimates = Estimate.objects.filter(
        indicator=OuterRef("pk"),
        intervention__mission=OuterRef("mission"),
        intervention__is_headline=True,
        stage=Stage.LIVE,
        made_at__lt=clock.start_of(on + dt.timedelta(days=1)),
    ).order_by("-made_at", "-pk")
    return Indicator.objects.filter(mission__in=missions, is_headline=True).annotate(
        target_value=Subquery(targets.values("value")[:1]),
        target_day=Subquery(targets.values("for_day")[:1]),
        estimate=Subquery(estimates.values(found=JSONObject(result=SHOWN, method="method"))[:1]),
        estimated_at=Subquery(estimates.values("made_at")[:1]),
    )


def _effect(indicator: Any) -> Effect | None:
    found = indicator.estimate
    return Effect(found["result"], found["method"], clock.london_day(indicator.estimated_at)) if found else None


def _target(indicator: Any) -> Target | None:
    return None if indicator.target_day is None else Target(indicator.target_value, indicator.target_day)
