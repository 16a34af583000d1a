"""The trend of an indicator as a figure."""

import datetime as dt
from collections.abc import Sequence

from missions.core import formats
from missions.core.figures import Figure, line_chart
from missions.core.periods import Frequency
from missions.outcomes.models import Indicator, Level, Rollup

MOST_LABELS = 10


def trend_figure(indicator: Indicator, rollups: Sequence[Rollup], levels: Sequence[Level]) -> Figure | None:
    """All councils, period by period; a period without a figure is a gap. None with fewer than two figures."""
    known = [rollup for rollup in rollups if rollup.value is not None]
    if len(known) < 2:
        return None
    return Figure(
        title="All councils, period by period",
        summary=sentence(rollups),
        headers=("Period", indicator.heading, "Councils known", "Councils that existed"),
        rows=tuple(
            (
                rollup.period.label,
                rollup.why_no_value or indicator.written(rollup.value),
                formats.thousands(rollup.reported),
                formats.thousands(rollup.eligible),
            )
            for rollup in reversed(rollups)
        ),
        spec=_chart(indicator, rollups, levels),
    )


def figure_text(rollup: Rollup) -> str:
    """The value with its unit, or why there is none."""
    if rollup.value is None:
        return rollup.why_no_value
    return f"{formats.thousands(rollup.value, rollup.indicator.decimals)}{rollup.indicator.unit_suffix}"


def sentence(rollups: Sequence[Rollup]) -> str:
    """The last figure beside the first, each with the councils that it rests on; empty when there is none."""
    known = [rollup for rollup in rollups if rollup.value is not None]
    if not known:
        return ""
    first, last = known[0], known[-1]
    now = f"{figure_text(last)} {_when(last)}, known for {last.reported:,} of {last.eligible:,} councils."
    if len(known) == 1:
        return f"{now} One period can’t show a trend."
    return f"{now} It was {figure_text(first)} {_when(first)}, known for {first.reported:,} of {first.eligible:,}."


def _when(rollup: Rollup) -> str:
    return f"{'on' if rollup.period.frequency == Frequency.DATED else 'in'} {rollup.period.label}"


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
