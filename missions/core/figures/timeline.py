"""Spans of time one under the other, with a curve under them on the same axis of time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from missions.core.figures.figure import BLUE, FONT_SIZE, GREY, INK, LOOK

WIDTH, ROW, CURVE = 640, 46, 160
RED = "#d4351c"
COLOURS = {"over": GREY, "open": "#949494", "now": BLUE, "late": RED, "planned": "#5694ca"}


@dataclass(frozen=True)
class Bar:
    """One span: ISO days, its label, and the kind that colours it (the label says the same in words)."""

    label: str
    start: str
    end: str
    kind: str


def timeline_chart(bars: Sequence[Bar], curve: Sequence[tuple[str, float]], *, today: str, y_title: str) -> dict[str, Any]:
    """The specification: bars in the given order with their labels above them, a line for today, and the curve."""
    first = min((*(bar.start for bar in bars), *(day for day, _ in curve[:1])))
    last = max((*(bar.end for bar in bars), today))
    axis = {"format": "%Y", "tickCount": "year", "title": None}
    x = {"type": "temporal", "scale": {"domain": [first, last]}, "axis": axis}
    y = {"field": "row", "type": "ordinal", "axis": None, "sort": None}
    # A label begins with its bar, or ends with it where it would run out of the picture.
    halfway = _halfway(first, last)
    values = [
        {
            "row": row,
            "label": bar.label,
            "start": bar.start,
            "end": bar.end,
            "kind": bar.kind,
            "side": "right" if bar.start > halfway else "left",
        }
        for row, bar in enumerate(bars)
    ]
    colour = {"field": "kind", "type": "nominal", "scale": {"domain": list(COLOURS), "range": list(COLOURS.values())}}
    spans = {
        "mark": {"type": "bar", "height": 14, "yOffset": 10},
        "encoding": {"x": {"field": "start", **x}, "x2": {"field": "end"}, "y": y, "color": {**colour, "legend": None}},
    }
    labels = [
        {
            "transform": [{"filter": f"datum.side == '{side}'"}],
            "mark": {"type": "text", "align": side, "dy": -8, "fontSize": FONT_SIZE - 2, "color": INK},
            "encoding": {"x": {"field": field, **x}, "y": y, "text": {"field": "label"}},
        }
        for side, field in (("left", "start"), ("right", "end"))
    ]
    now = {
        "data": {"values": [{"day": today}]},
        "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
        "encoding": {"x": {"field": "day", **x}},
    }
    parts: list[dict[str, Any]] = [
        {"width": WIDTH, "height": ROW * len(bars), "data": {"values": values}, "layer": [spans, *labels, now]}
    ]
    if curve:
        line = {
            "data": {"values": [{"x": day, "y": value} for day, value in curve]},
            "mark": {"type": "line", "strokeWidth": 3, "color": BLUE, "interpolate": "step-after"},
            "encoding": {
                "x": {"field": "x", **x},
                "y": {"field": "y", "type": "quantitative", "title": y_title, "scale": {"zero": True}},
            },
        }
        parts.append({"width": WIDTH, "height": CURVE, "layer": [line, now]})
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": LOOK,
        "vconcat": parts,
        "resolve": {"scale": {"x": "shared"}},
    }


def _halfway(first: str, last: str) -> str:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return (start + (end - start) / 2).isoformat()
