"""Charts of a report, drawn from its frozen content only."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from missions.core import formats
from missions.core.figures import Figure, line_chart
from missions.decisions.bundles import figures_of
from missions.outcomes.effect_figures import event_study
from missions.reports.portfolio_figures import adoption_chart

MOST_LABELS = 10


def charts_from(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Every chart of a report, by the section that it stands in, as plain JSON: frozen with the figures that it shows."""
    drawn = {
        "adoption": adoption_figure(figures_of(evidence, "adoption").get("headline")) or adoption_chart(evidence),
        "outcomes": outcome_figure(figures_of(evidence, "outcomes").get("headline")),
        "effects": _effect_figure(evidence),
    }
    charts = {name: figure.as_json() for name, figure in drawn.items() if figure}
    return charts | ({"benefits": chart} if (chart := figures_of(evidence, "benefits").get("chart")) else {})


def charts_of(content: Mapping[str, Any]) -> dict[str, Figure]:
    """The charts of a report as they were frozen; of a report frozen before charts were, from its figures."""
    found = content["charts"] if "charts" in content else charts_from(content.get("evidence", {}))
    return {name: Figure.of(chart) for name, chart in found.items()}


def _effect_figure(evidence: Mapping[str, Any]) -> Figure | None:
    """Of the first effect that is shown, the headline indicator’s before others."""
    first = next((row for row in figures_of(evidence, "effects").get("effects", ()) if not row["refused"]), None)
    figure = event_study(first, first["unit"]) if first else None
    return replace(figure, title=f"{first['indicator']}, before and after {first['intervention']}") if first and figure else None


def adoption_figure(headline: Mapping[str, Any] | None) -> Figure | None:
    """The frozen curve of the headline intervention; None where nothing was recorded."""
    if not headline or not headline.get("curve"):
        return None
    adopted, exist, points = "Councils that adopted it", "Councils that existed", headline["curve"]
    lines = [(point["day"], adopted, point["adopted"]) for point in points]
    lines += [(point["day"], exist, point["exist"]) for point in points]
    last = points[-1]
    share = formats.percent(last["adopted"], last["exist"])
    return Figure(
        title=f"{headline['name']}: councils that have adopted it, month by month",
        summary=f"{last['adopted']:,} of {last['exist']:,} councils ({share}) had adopted it on {_day(last['day'])}.",
        headers=("Day", adopted, exist, "Share"),
        rows=tuple(
            (
                _day(point["day"]),
                formats.thousands(point["adopted"]),
                formats.thousands(point["exist"]),
                formats.percent(point["adopted"], point["exist"]),
            )
            for point in reversed(points)
        ),
        spec=line_chart(lines, x_title="", y_title="Councils", stepped=True),
    )


def outcome_figure(headline: Mapping[str, Any] | None) -> Figure | None:
    """The frozen series of the headline indicator; None with fewer than two figures. A period without one is a gap."""
    series = headline["series"] if headline else []
    known = [row for row in series if row["value"] is not None]
    if headline is None or len(known) < 2:
        return None
    first, last = known[0], known[-1]
    temporal = len(series) > MOST_LABELS
    places = [row["starts_on"] if temporal else row["period"] for row in series]
    values = [None if row["value"] is None else float(row["value"]) for row in series]
    return Figure(
        title=f"{headline['name']}, period by period",
        summary=f"{_known(last)} It was {_known(first)}",
        headers=("Period", "Figure", "Councils known", "Councils that existed"),
        rows=tuple(
            (row["period"], row["text"], formats.thousands(row["reported"]), formats.thousands(row["eligible"]))
            for row in reversed(series)
        ),
        spec=line_chart(
            [(x, headline["name"], value) for x, value in zip(places, values, strict=True)],
            x_title="",
            y_title=headline["unit"].capitalize(),
            temporal=temporal,
        ),
    )


def _known(row: Mapping[str, Any]) -> str:
    return f"{row['text']} in {row['period']}, known for {row['reported']:,} of {row['eligible']:,} councils."


def _day(value: str) -> str:
    return formats.day(dt.date.fromisoformat(value))
