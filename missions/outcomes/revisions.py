"""Figures that were revised: what stood, what stands now, when and why, for the people who relied on what stood before."""

import datetime as dt
from dataclasses import dataclass

from missions.core.periods import Frequency, Period
from missions.outcomes.lists import value_text
from missions.outcomes.models import Indicator, Measurement
from missions.outcomes.querysets import MeasurementQuerySet

MOST = 20


@dataclass(frozen=True)
class Revision:
    """One figure that was revised, or several of one period that changed at one moment for one reason."""

    indicator: Indicator
    period: Period
    recorded_at: dt.datetime
    reason: str
    name: str
    change: str
    code: str = ""


@dataclass(frozen=True)
class Revisions:
    """The latest ones, and how many more there are."""

    rows: list[Revision]
    more: int = 0


def revisions_of(indicator: Indicator) -> Revisions:
    """Every revision of an indicator's figures, the latest first. Two queries."""
    return _told(Measurement.objects.revisions().filter(indicator=indicator), None)


def revised_since(mission_id: int, *, as_at: dt.date, known_at: dt.datetime) -> Revisions:
    """What has been revised of the figures that a bundle as at a day, frozen at a moment, rests on. Two queries."""
    found = Measurement.objects.revisions().filter(indicator__mission=mission_id).changing_what_was_known_at(known_at)
    return _told(found, as_at)


def _told(found: MeasurementQuerySet, as_at: dt.date | None) -> Revisions:
    groups = [
        (one, figures)
        for one, figures, start, frequency in found.at_one_moment()
        if as_at is None or Period(start, Frequency(frequency)).ends_on <= as_at + dt.timedelta(days=1)
    ]
    shown = groups[:MOST]
    read = Measurement.objects.select_related("supersedes", "organisation", "indicator__mission")
    items = read.in_bulk([one for one, _ in shown])
    return Revisions([_row(items[one], figures) for one, figures in shown], len(groups) - len(shown))


def _row(item: Measurement, figures: int) -> Revision:
    about = (
        item.indicator,
        Period(item.period_start, Frequency(item.indicator.frequency)),
        item.recorded_at,
        item.correction_reason,
    )
    if figures > 1:
        return Revision(*about, f"{figures:,} figures", "See each council’s page")
    before = item.supersedes if isinstance(item.supersedes, Measurement) else None
    category = f", {item.category}" if item.category else ""
    change = f"From {value_text(item.indicator, before)} to {value_text(item.indicator, item)}"
    return Revision(*about, f"{item.organisation.name}{category}", change, "" if category else item.organisation.code)
