"""The shares of a market and its contract windows as figures."""

from collections import Counter
from typing import Any

from missions.core import formats
from missions.core.figures import Figure
from missions.core.figures.figure import BLUE, FONT_SIZE, HEIGHT, LOOK, WIDTH
from missions.market.summary import Summary
from missions.market.windows import Window, Windows

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


def windows_figure(found: Windows) -> Figure:
    """How many councils can switch in each of the next quarters, with from whom."""
    most = max(found.quarters, key=lambda window: window.councils)
    says = (
        f"{found.in_reach:,} of {formats.thousands(found.exist)} councils are known to be able to switch in the next three years"
    )
    peak = f"; the quarter with most is {most.label} ({most.councils:,})" if found.in_reach > 1 else ""
    return Figure(
        title="Councils that can switch, by quarter",
        summary=f"{says}{peak}. For {found.not_known.councils:,} the end of a contract isn’t known.",
        headers=("Contract ends in", "Councils", "From whom"),
        rows=tuple((window.label, f"{window.councils:,}", _from_whom(window)) for window in found.quarters),
        spec=_columns([(window.short, window.councils) for window in found.quarters]),
    )


def _from_whom(window: Window) -> str:
    counted = Counter(supplier for _, supplier in {(place.council.pk, system.supplier) for place, system in window.holdings})
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{supplier} {count:,}" for supplier, count in ranked) or "Nobody"


def _columns(counts: list[tuple[str, int]]) -> dict[str, Any]:
    x = {
        "field": "quarter",
        "type": "ordinal",
        "sort": None,
        "title": None,
        "axis": {"labelAngle": -45, "labelLimit": 0, "labelOverlap": False},
    }
    y = {"field": "councils", "type": "quantitative", "title": "Councils", "axis": {"tickMinStep": 1}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH + 100,
        "height": HEIGHT,
        "config": LOOK,
        "data": {"values": [{"quarter": label, "councils": count} for label, count in counts]},
        "mark": {"type": "bar", "color": BLUE},
        "encoding": {"x": x, "y": y},
    }


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
