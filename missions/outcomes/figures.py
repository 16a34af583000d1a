"""The trend of an indicator as a figure."""

import datetime as dt
from collections.abc import Sequence

from missions.core import formats
from missions.core.figures import Figure, line_chart
from missions.outcomes.models import Indicator, Level, Rollup

MOST_LABELS = 10


def trend_figure(indicator: Indicator, rollups: Sequence[Rollup], levels: Sequence[Level]) -> Figure | None:
    """All councils, period by period; a period without a figure is a gap. None when there is no figure at all."""
    known = [rollup for rollup in rollups if rollup.value is not None]
    if not known:
        return None
    return Figure(
        title="All councils, period by period",
        summary=_sentence(indicator, known[0], known[-1]),
        headers=("Period", indicator.heading, "Councils known", "Councils that existed"),
        rows=tuple(
            (rollup.period.label, rollup.why_no_value or indicator.written(rollup.value), formats.thousands(rollup.reported), formats.thousands(rollup.eligible))
            for rollup in reversed(rollups)
        ),
        spec=_chart(indicator, rollups, levels),
    )


def figure_text(rollup: Rollup) -> str:
    """The value with its unit, or why there is none."""
    return _with_unit(rollup.indicator, rollup) if rollup.value is not None else rollup.why_no_value


def _sentence(indicator: Indicator, first: Rollup, last: Rollup) -> str:
    known = f"known for {last.reported:,} of {last.eligible:,} councils"
    if first.pk == last.pk:
        return f"{_with_unit(indicator, last)} in {last.period.label}, {known}. One period can’t show a trend."
    was = f"It was {_with_unit(indicator, first)} in {first.period.label}, known for {first.reported:,} of {first.eligible:,}."
    return f"{_with_unit(indicator, last)} in {last.period.label}, {known}. {was}"


def _with_unit(indicator: Indicator, rollup: Rollup) -> str:
    return f"{formats.thousands(rollup.value, indicator.decimals)}{indicator.unit_suffix}"


def _chart(indicator: Indicator, rollups: Sequence[Rollup], levels: Sequence[Level]) -> dict[str, object]:
    """Few periods are named one by one; many stand on an axis of years."""
    temporal = len(rollups) > MOST_LABELS

    def place(day: dt.date, label: str) -> str:
        return day.isoformat() if temporal else label

    places = [place(rollup.period_start, rollup.period.label) for rollup in rollups]
    values = [None if rollup.value is None else float(rollup.value) for rollup in rollups]
    points: list[tuple[str, str, float | None]] = [(x, indicator.name, value) for x, value in zip(places, values, strict=True)]
    for level in _one_of_each_kind(levels):
        ends = [places[0], places[-1]]
        if level.for_day > rollups[-1].period_start and temporal:
            ends[1] = level.for_day.isoformat()
        points += [(x, level.get_kind_display(), float(level.value)) for x in ends]
    return line_chart(points, x_title="", y_title=indicator.unit.capitalize(), temporal=temporal)


def _one_of_each_kind(levels: Sequence[Level]) -> list[Level]:
    """The last baseline and the last target."""
    return list({level.kind: level for level in sorted(levels, key=lambda level: (level.kind, level.for_day))}.values())
