"""Indicators, costs and benefits that nobody owns, and figures that councils owe past the last day."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, OuterRef, QuerySet

from missions.core.registries import Gap, GapRule, counted_as
from missions.outcomes.models import Ask, BenefitLine, Collection, Indicator
from missions.stewardship.gaps import owner_on_mission, why_unowned

KIND = "Indicators without an owner"


def unowned(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Indicator]:
    """Indicators without an owner, or whose owner's role has ended."""
    return Indicator.objects.filter(~owner_on_mission(day), mission__in=list(mission_ids))


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each with its name, in one query."""
    for item in unowned(mission_ids, day).select_related("mission"):
        sentence = f"{item.name} {why_unowned(item.owner_id)}."
        yield Gap(KIND, sentence, item.get_absolute_url(), item.mission_id)


RULE = GapRule(
    "Indicators without an owner, or whose owner’s role has ended", find, lambda ids, day: [counted_as(KIND, unowned(ids, day))]
)


LATE = "Figures asked for and overdue"


def overdue(mission_ids: Iterable[int], day: dt.date) -> QuerySet[Collection]:
    """Collections past their last day, not locked, that some council hasn't answered."""
    owed = Ask.objects.owed().filter(collection=OuterRef("pk"))
    return Collection.objects.filter(Exists(owed), due_on__lt=day, indicator__mission__in=list(mission_ids))


def find_overdue(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """One for each collection, in two queries."""
    found = list(overdue(mission_ids, day).select_related("indicator__mission"))
    owing = dict(
        Ask.objects.owed()
        .filter(collection__in=found)
        .order_by()
        .values("collection")
        .annotate(councils=Count("pk"))
        .values_list("collection", "councils")
    )
    for item in found:
        count = owing.get(item.pk, 0)
        who = "1 council hasn’t" if count == 1 else f"{count} councils haven’t"
        sentence = f"{who} given {item.indicator.name} for {item.period.label}."
        yield Gap(LATE, sentence, item.get_absolute_url(), item.indicator.mission_id, item.due_on)


OVERDUE = GapRule(
    "Figures that councils were asked for and owe past the last day",
    find_overdue,
    lambda ids, day: [counted_as(LATE, overdue(ids, day), "indicator__mission_id")],
)

UNOWNED_LINES = "Costs and benefits without an owner"


def unowned_lines(mission_ids: Iterable[int], day: dt.date) -> QuerySet[BenefitLine]:
    """Costs and benefits that count and have no owner, or whose owner's role has ended."""
    return BenefitLine.objects.counting().filter(~owner_on_mission(day), mission__in=list(mission_ids))


def find_unowned_lines(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each with its name, in one query."""
    for line in unowned_lines(mission_ids, day).select_related("mission"):
        yield Gap(UNOWNED_LINES, f"{line.name} {why_unowned(line.owner_id)}.", line.get_absolute_url(), line.mission_id)


BENEFITS = GapRule(
    "Costs and benefits without an owner, or whose owner’s role has ended",
    find_unowned_lines,
    lambda ids, day: [counted_as(UNOWNED_LINES, unowned_lines(ids, day))],
)
