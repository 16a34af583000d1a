"""Outcomes of groups of councils side by side, in the last period before a day and in the latest one; coverage beside every figure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from missions.core.periods import Frequency, Period
from missions.outcomes.models import Indicator, Measurement, OverCouncils, Rollup
from missions.register.models import Organisation
from missions.stewardship.models import EligibleType, Mission

HUNDRED = Decimal(100)


class Value(NamedTuple):
    """A group’s figure in one period, and how many of its councils it rests on."""

    text: str
    reported: int
    councils: int


@dataclass(frozen=True)
class Beside:
    """One indicator: for each group, in their order, its figure before and the latest one."""

    indicator: Indicator
    before: Period | None
    latest: Period
    rows: list[tuple[str, Value | None, Value]]

    @property
    def how(self) -> str:
        """How the figures of a group’s councils became one."""
        return {
            OverCouncils.RATIO: "ratio of the councils’ sums",
            OverCouncils.POPULATION_MEAN: "mean of the councils, weighted by population",
        }.get(OverCouncils(self.indicator.over_councils), "mean of the councils")


def outcomes_beside(
    mission: Mission, groups: Mapping[int, str], names: Sequence[str], *, before: dt.date, on: dt.date
) -> list[Beside]:
    """Each indicator that can be added up and has a figure by the day, the headline first. Four queries.

    `groups` gives each council’s group; the last of `names` is that of everybody else.
    """
    indicators = list(
        Indicator.objects.filter(mission=mission)
        .exclude(over_councils=OverCouncils.NONE)
        .select_related("mission")
        .order_by("-is_headline", "name")
    )
    periods = _periods(indicators, before, on)
    reader = _Reader(_rows(periods), _members(mission), groups, names[-1])
    found = []
    for indicator in (item for item in indicators if item.pk in periods):
        first, latest = periods[indicator.pk]
        rows = [
            (name, reader.value(indicator, name, first) if first else None, reader.value(indicator, name, latest))
            for name in names
        ]
        found.append(Beside(indicator, first, latest, rows))
    return found


@dataclass(frozen=True)
class _Reader:
    """Everything read, and how councils are told apart: those without a group belong to the `others`."""

    rows: dict[tuple[int, dt.date], list[dict[str, Any]]]
    members: list[tuple[int, dt.date | None, dt.date | None]]
    groups: Mapping[int, str]
    others: str

    def value(self, indicator: Indicator, name: str, period: Period) -> Value:
        """The figure of one group in one period."""
        day = period.starts_on
        there = {pk for pk, start, end in self.members if (start is None or start <= day) and (end is None or end > day)}
        mine = {pk for pk in there if self.groups.get(pk, self.others) == name}
        used = [row for row in self.rows.get((indicator.pk, day), []) if row["organisation"] in mine]
        value, reported = _together(indicator, used)
        return Value("not known" if value is None else indicator.written(value), reported, len(mine))


def _periods(indicators: Iterable[Indicator], before: dt.date, on: dt.date) -> dict[int, tuple[Period | None, Period]]:
    """For each indicator the last period that had ended before one day, and the last that had ended by the other."""
    frequency = {indicator.pk: Frequency(indicator.frequency) for indicator in indicators}
    known: dict[int, list[Period]] = {}
    rollups = Rollup.objects.of_all_councils().filter(indicator__in=frequency, reported__gt=0, period_start__lte=on)
    for pk, start in rollups.order_by("period_start").values_list("indicator", "period_start"):
        known.setdefault(pk, []).append(Period(start, frequency[pk]))
    found = {}
    for pk, periods in known.items():
        ended = [period for period in periods if period.ends_on <= on + dt.timedelta(days=1)]
        earlier = [period for period in ended if period.ends_on <= before]
        if ended:
            found[pk] = (earlier[-1] if earlier else None, ended[-1])
    return found


def _rows(periods: Mapping[int, tuple[Period | None, Period]]) -> dict[tuple[int, dt.date], list[dict[str, Any]]]:
    wanted = Q(pk__in=[])
    for pk, both in periods.items():
        wanted |= Q(indicator=pk, period_start__in=[period.starts_on for period in both if period])
    rows: dict[tuple[int, dt.date], list[dict[str, Any]]] = {}
    fields = ("indicator", "period_start", "organisation", "organisation__population", "value", "numerator", "denominator")
    for row in Measurement.objects.shown().filter(wanted, value__isnull=False).order_by().values(*fields):
        rows.setdefault((row["indicator"], row["period_start"]), []).append(row)
    return rows


def _members(mission: Mission) -> list[tuple[int, dt.date | None, dt.date | None]]:
    """Councils of the mission’s population with the days from and to which they exist."""
    kinds = Q(pk__in=[])
    for nation, council_type in EligibleType.objects.filter(mission=mission).values_list("nation", "council_type"):
        kinds |= Q(nation=nation, council_type=council_type)
    return list(Organisation.objects.councils().filter(kinds).order_by().values_list("pk", "starts_on", "ends_on"))


def _together(indicator: Indicator, rows: Sequence[dict[str, Any]]) -> tuple[Decimal | None, int]:
    """One figure of several councils, and how many of them it rests on."""
    match indicator.over_councils:
        case OverCouncils.RATIO:
            usable = [row for row in rows if row["numerator"] is not None and row["denominator"] is not None]
            below = sum((row["denominator"] for row in usable), Decimal(0))
            above = sum((row["numerator"] for row in usable), Decimal(0))
            return (HUNDRED * above / below if below else None), len(usable)
        case OverCouncils.POPULATION_MEAN:
            usable = [row for row in rows if row["organisation__population"]]
            people = sum(row["organisation__population"] for row in usable)
            weighted = sum((row["value"] * row["organisation__population"] for row in usable), Decimal(0))
            return (weighted / people if people else None), len(usable)
        case _:
            total = sum((row["value"] for row in rows), Decimal(0))
            return (total / len(rows) if rows else None), len(rows)
