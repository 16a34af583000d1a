"""The shares of a market as a figure."""

from typing import Any

from missions.core import formats
from missions.core.figures import Figure
from missions.core.figures.figure import BLUE, FONT_SIZE, LOOK, WIDTH
from missions.market.summary import Summary

MOST_BARS = 10
BAR_HEIGHT = 34


def shares_figure(summary: Summary) -> Figure:
    """Councils of each supplier as a share of the councils that are known, beside the share of their people."""
    known = formats.thousands(summary.known)
    day = formats.day(summary.picture.as_at)
    first = summary.shares[0]
    says = (
        f"{first.name} is used by {first.councils:,} of {known} councils whose supplier is known ({first.share:.0f}%) on {day}."
    )
    return Figure(
        title="Which suppliers councils use",
        summary=f"{says} {formats.thousands(summary.unknown)} of {formats.thousands(summary.exist)} councils are not known.",
        headers=("Supplier", "Councils", "Share of known councils", "Share of their people"),
        rows=tuple(
            (item.name, formats.thousands(item.councils), _percent(item.share), _percent(item.population_share))
            for item in summary.shares
        ),
        spec=_bars([(item.name, item.share) for item in summary.shares[:MOST_BARS]]),
    )


def _percent(share: float | None) -> str:
    return "not known" if share is None else f"{share:.1f}%"


def _bars(shares: list[tuple[str, float]]) -> dict[str, Any]:
    names = {"field": "supplier", "type": "nominal", "sort": None}
    values = {"field": "share", "type": "quantitative"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH - 140,
        "height": BAR_HEIGHT * len(shares),
        "config": LOOK,
        "data": {"values": [{"supplier": name, "share": round(share, 1), "label": f"{share:.0f}%"} for name, share in shares]},
        "encoding": {
            "y": {**names, "title": None, "axis": {"labelLimit": 0, "titleAngle": 0, "ticks": False, "domain": False}},
            "x": {**values, "title": "Percent of the councils that are known", "scale": {"domain": [0, 100]}},
        },
        "layer": [
            {"mark": {"type": "bar", "color": BLUE}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "fontSize": FONT_SIZE}, "encoding": {"text": {"field": "label"}}},
        ],
    }
