"""What a figure is, and the Vega-Lite specifications of the charts that the product draws.

A page never draws: it asks for the drawing by the content's hash. Where it isn't there yet a worker draws it, and the page shows the
table at once and the chart a moment later.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from missions.core import fresh

VERSION = 3
KEEP_SECONDS = 30 * 24 * 60 * 60
ASK_AGAIN_SECONDS = 60

# On a phone the drawing is about 0.7 of its size, so that letters of 18 still read like 12.
WIDTH, HEIGHT, FONT_SIZE = 400, 240, 18

BLUE, GREY, INK = "#1d70b8", "#767676", "#0b0c0c"
LOOK: dict[str, Any] = {
    "font": "Arial, Helvetica, sans-serif",
    "background": "#ffffff",
    "axis": {
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "labelOverlap": True,
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": "#e5e6e7",
        "domainColor": INK,
    },
    # The title of the vertical axis lies flat above it.
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": -10},
    # One entry under the other: the browser's letters may be wider than those the worker measured.
    "legend": {
        "orient": "top",
        "direction": "vertical",
        "title": None,
        "labelFontSize": FONT_SIZE,
        "labelLimit": 0,
        "rowPadding": 12,
        "offset": 36,
        "symbolType": "stroke",
        "symbolSize": 900,
        "symbolStrokeWidth": 3,
    },
    "view": {"stroke": None},
}


@dataclass(frozen=True)
class Figure:
    """`rows` are the table's cells as people read them; `spec` is the chart in Vega-Lite."""

    title: str
    summary: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spec: dict[str, Any]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Figure":
        """A figure as `as_json` wrote it, for content that was frozen."""
        rows = tuple(tuple(row) for row in content["rows"])
        return cls(content["title"], content["summary"], tuple(content["headers"]), rows, content["spec"])

    def as_json(self) -> dict[str, Any]:
        """Everything that is shown and drawn, as plain JSON."""
        return {"title": self.title, "summary": self.summary, "headers": self.headers, "rows": self.rows, "spec": self.spec}

    @property
    def key(self) -> str:
        """The hash of everything that is drawn."""
        content = json.dumps([VERSION, self.spec], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    @property
    def svg(self) -> str | None:
        """The drawing, or None while a worker draws it."""
        return drawing(self.key) or ask_for_drawing(self.key, self.spec)

    def draw_now(self) -> str:
        """The drawing, made here and now: only for workers, who may load what draws."""
        from missions.core.figures.tasks import drawn

        return drawing(self.key) or drawn(self.key, self.spec)

    @property
    def image(self) -> str:
        """The drawing as the address of an image, for a printed page; drawn now where it has not been."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.draw_now().encode()).decode()}"


def drawing(key: str) -> str | None:
    """A drawing that is there already."""
    found: str | None = cache.get(f"figure:{key}")
    return found


def keep_drawing(key: str, svg: str) -> None:
    """Keep a drawing for a month; the same content is never drawn twice in that time."""
    cache.set(f"figure:{key}", svg, KEEP_SECONDS)


def ask_for_drawing(key: str, spec: dict[str, Any]) -> str | None:
    """Send a drawing to a worker, once a minute at most; returns it when it is there at once (in tests)."""
    from missions.core.figures.tasks import ask

    if cache.add(f"figure-asked:{key}", 1, ASK_AGAIN_SECONDS):
        ask(key, spec)
    svg = drawing(key)
    if svg is None:
        fresh.not_finished()
    return svg


def bar_chart(bars: Sequence[tuple[str, float]], *, x_title: str) -> dict[str, Any]:
    """The specification of horizontal bars from (label, value), in the given order, each with its value at its end."""
    y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 0, "ticks": False}}
    x = {"field": "value", "type": "quantitative", "title": x_title, "scale": {"zero": True}, "axis": {"tickMinStep": 1}}
    text = {"type": "text", "align": "left", "dx": 6, "fontSize": FONT_SIZE, "color": INK}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": 44 * len(bars),
        # The browser's letters may be wider than those the worker measured.
        "padding": {"left": 40, "right": 20, "top": 5, "bottom": 5},
        # The labels of this axis stand where other charts have none, so its title keeps to the other axis.
        "config": {key: value for key, value in LOOK.items() if key != "axisY"},
        "data": {"values": [{"label": label, "value": value} for label, value in bars]},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "color": BLUE, "height": 28}},
            {"mark": text, "encoding": {"text": {"field": "value", "type": "quantitative", "format": ","}}},
        ],
    }


def line_chart(
    points: Sequence[tuple[str, str, float | None]], *, x_title: str, y_title: str, temporal: bool = True, stepped: bool = False
) -> dict[str, Any]:
    """The specification of a line chart from (x, series, value); an empty value is a gap, never zero.

    `x` is an ISO day when `temporal`, else a label in the given order. Series differ in dash as well as in colour.
    """
    series = list(dict.fromkeys(name for _, name, _ in points))
    legend: dict[str, Any] | None = {} if len(series) > 1 else None
    x: dict[str, Any] = {"field": "x", "title": x_title or None, "type": "temporal" if temporal else "ordinal"}
    x |= {"axis": {"format": "%Y", "tickCount": "year"}} if temporal else {"sort": None, "axis": {"labelAngle": -45}}
    colour = {"field": "series", "type": "nominal", "scale": {"domain": series, "range": [BLUE, GREY, INK][: len(series)]}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "config": LOOK,
        "data": {"values": [{"x": x_value, "series": name, "y": value} for x_value, name, value in points]},
        "mark": {
            "type": "line",
            "strokeWidth": 3,
            "interpolate": "step-after" if stepped else "linear",
            "point": len(points) < 40,
        },
        "encoding": {
            "x": x,
            "y": {"field": "y", "type": "quantitative", "title": y_title, "scale": {"zero": True}, "axis": {"tickMinStep": 1}},
            "color": {**colour, "legend": legend},
            "strokeDash": {
                "field": "series",
                "type": "nominal",
                "scale": {"domain": series, "range": [[1, 0], [6, 4], [2, 2]][: len(series)]},
                "legend": legend,
            },
        },
    }
