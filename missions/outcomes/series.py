"""One council's figures of every period; before its vesting day they are constructed from the councils that it replaced, and marked so.

Only by the indicator's own aggregation, only where every predecessor gave a usable number, and only where each predecessor went into this
council alone: what a council that was split measured can't be shared out.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from missions.core.formats import day
from missions.core.periods import Frequency, Period
from missions.outcomes.lists import value_text
from missions.outcomes.models import Indicator, Measurement, OverCouncils
from missions.register.models import Organisation, Succession
from missions.register.models import SuccessionStatus as Status
from missions.stewardship.models import EligibleType

IN_FORCE = Succession.objects.exclude(status__in=(Status.WITHDRAWN, Status.CHALLENGED))
CONSTRUCTIBLE = (OverCouncils.SUM, OverCouncils.RATIO, OverCouncils.POPULATION_MEAN)


@dataclass(frozen=True)
class Row:
    """A period with its figure in words; `note` says what a constructed one rests on, or why there is none."""

    period: Period
    text: str
    is_constructed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Series:
    """Every period, the latest first, and a sentence on the councils that came before (empty where there were none)."""

    rows: list[Row]
    sentence: str = ""


def constructed(rule: str, parts: Sequence[tuple[Measurement, int | None]]) -> Decimal | None:
    """One figure from those of several councils with their populations; None where one of them can't be used."""
    if rule == OverCouncils.RATIO:
        pairs = [(item.numerator, item.denominator) for item, _ in parts]
    elif rule == OverCouncils.POPULATION_MEAN:
        pairs = [
            (None if item.value is None or people is None else item.value * people, None if people is None else Decimal(people))
            for item, people in parts
        ]
    else:
        pairs = [(item.value, Decimal(1)) for item, _ in parts]
    above = [value for value, _ in pairs if value is not None]
    below = [value for _, value in pairs if value is not None]
    if rule not in CONSTRUCTIBLE or len(above) < len(parts) or len(below) < len(parts) or not parts:
        return None
    if rule == OverCouncils.SUM:
        return sum(above, Decimal(0))
    return (100 if rule == OverCouncils.RATIO else 1) * sum(above, Decimal(0)) / sum(below) if sum(below) else None


def series_of(indicator: Indicator, council: Organisation) -> Series:
    """Four queries at most, however long the history."""
    found_links = IN_FORCE.filter(successor=council).annotate(counts=_is_eligible(indicator)).select_related("predecessor")
    links: list[Any] = list(found_links.order_by("predecessor__name"))
    before = {link.predecessor_id: link.predecessor for link in links if link.counts}
    figures = _figures(indicator, [council.pk, *before])
    rows = [
        Row(Period(start, Frequency(indicator.frequency)), value_text(indicator, found[council.pk]))
        for start, found in figures.items()
        if council.pk in found
    ]
    if not links:
        return Series(rows)
    vests_on = max(link.vests_on for link in links)
    sentence = _came_from(links, vests_on)
    if len(before) < len(links):
        left_out = [link.predecessor.name for link in links if not link.counts]
        sentence = f"{sentence} {_listed(left_out)} {'isn’t' if len(left_out) == 1 else 'aren’t'} of this mission’s kinds of council and not counted."
    if why_not := _why_not(indicator, before):
        return Series(rows, f"{sentence} {why_not}")
    earlier = [
        _row(indicator, start, found, before) for start, found in figures.items() if council.pk not in found and start < vests_on
    ]
    return Series(sorted([*rows, *earlier], key=lambda row: row.period.starts_on, reverse=True), sentence)


def _figures(indicator: Indicator, councils: Sequence[int]) -> dict[dt.date, dict[int, Measurement]]:
    found: dict[dt.date, dict[int, Measurement]] = defaultdict(dict)
    for item in Measurement.objects.shown().filter(indicator=indicator, organisation__in=councils).order_by("-period_start"):
        found[item.period_start][item.organisation_id] = item
    return found


def _row(indicator: Indicator, start: dt.date, found: Mapping[int, Measurement], before: Mapping[int, Organisation]) -> Row:
    period = Period(start, Frequency(indicator.frequency))
    parts = [(found[pk], council.population) for pk, council in before.items() if pk in found]
    value = constructed(indicator.over_councils, parts) if len(parts) == len(before) else None
    if value is None:
        known = sum(item.value is not None for item, _ in parts)
        return Row(period, "Not known", note=f"{known} of {len(before)} earlier councils gave a number that can be used")
    return Row(period, indicator.written(value), True, f"From {len(before)} earlier councils")


def _is_eligible(indicator: Indicator) -> Exists:
    """Whether a predecessor is of a kind that the mission is for: a county gives no figures of districts."""
    types = EligibleType.objects.filter(mission=indicator.mission_id, nation=OuterRef("predecessor__nation"))
    return Exists(types.filter(council_type=OuterRef("predecessor__council_type")))


def _came_from(links: Sequence[Succession], vests_on: dt.date) -> str:
    return f"This council replaced {_listed([link.predecessor.name for link in links])} on {day(vests_on)}."


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _why_not(indicator: Indicator, before: Mapping[int, Organisation]) -> str:
    if indicator.over_councils not in CONSTRUCTIBLE:
        return (
            "This indicator can’t be added up over the councils that it replaced, so figures before that day aren’t comparable."
        )
    split = IN_FORCE.filter(predecessor__in=before).order_by("predecessor__name").values_list("predecessor__name", "successor")
    counts: dict[str, set[int]] = defaultdict(set)
    for name, successor in split:
        counts[name].add(successor)
    shared = [name for name, successors in counts.items() if len(successors) > 1]
    if shared:
        return f"{shared[0]} went into more than one council, so its figures can’t be shared out."
    return ""
