"""Discovered opinion groups, ready for pages: who stands for what, as counts that reveal nobody, with a chart and a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from codesign.consensus.opinion import LEAST_VOTERS
from missions.core.figures import Figure
from missions.core.figures.figure import BLUE, GREY, INK, LOOK

MOST_CHARTED = 8
COLOURS = (BLUE, "#f47738", GREY, INK, "#00703c")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
# The index of (groups found again in 80% of the people) above which groups are called steady, and below which they are not.
STEADY, UNSTEADY = 0.8, 0.5


@dataclass(frozen=True)
class OpinionGroup:
    """One group: its letter, its size and what it says more than the others, as (agrees or disagrees, statement)."""

    name: str
    size: int
    says: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OpinionGroups:
    """Groups, or why there are none."""

    why: str
    voters: int
    groups: Sequence[OpinionGroup] = ()
    silhouette: float = 0.0
    stability: float = 0.0
    figure: Figure | None = None

    @property
    def least(self) -> int:
        """How many people it takes."""
        return LEAST_VOTERS

    @property
    def steadiness(self) -> str:
        """The stability figure in words."""
        if self.stability >= STEADY:
            return "The groups are steady: nearly the same come out when a fifth of the people is left out."
        if self.stability >= UNSTEADY:
            return "The groups are fairly steady: similar ones come out when a fifth of the people is left out."
        return "The groups are not steady: others come out when a fifth of the people is left out. Don’t build on them."


def opinion_groups(content: dict[str, Any]) -> OpinionGroups:
    """From what was kept when the round closed."""
    kept = content["groups"]
    if "sizes" not in kept:
        return OpinionGroups(kept["why"], kept["voters"])
    texts = [item["text"] for item in content["statements"]]
    groups = [
        OpinionGroup(_name(place), size, [(f"{item['side']}s", texts[item["statement"]]) for item in kept["stands_for"][place]])
        for place, size in enumerate(kept["sizes"])
    ]
    figure = _figure(content, groups)
    return OpinionGroups("", kept["voters"], groups, kept["silhouette"], kept["stability"], figure)


def _name(place: int) -> str:
    return "ABCDEFGH"[place]


def _shares(kept: dict[str, Any], groups: int) -> list[float | None]:
    """The part of each group that agrees, in percent, where it may be shown."""
    found: list[float | None] = [None] * groups
    for row in kept["rows"]:
        if len(row["segments"]) == 1 and row["size"] and row["counts"][0] is not None:
            found[row["segments"][0]] = 100 * row["counts"][0] / row["size"]
    return found


def _figure(content: dict[str, Any], groups: Sequence[OpinionGroup]) -> Figure | None:
    """Where the groups are furthest apart: a point for each group on a line for each statement."""
    names = [f"Group {group.name}" for group in groups]
    rows = []
    for item, kept in zip(content["statements"], content["groups"]["statements"], strict=True):
        shares = _shares(kept, len(groups))
        known = [share for share in shares if share is not None]
        if len(known) > 1:
            rows.append((max(known) - min(known), item, shares))
    rows = sorted(rows, key=lambda row: (-row[0], row[1]["position"]))[:MOST_CHARTED]
    if not rows:
        return None
    apart, first, _ = rows[0]
    sentence = f"They are furthest apart on statement {first['position']}, by {apart:.0f} percentage points: “{first['text']}”"
    table = tuple(
        (f"{item['position']}. {item['text']}", *("Not shown" if share is None else f"{share:.0f}%" for share in shares))
        for _, item, shares in rows
    )
    headers = ("Statement", *(f"{name} agrees" for name in names))
    points = [
        {"statement": f"S{item['position']}", "group": name, "share": round(share, 1)}
        for _, item, shares in rows
        for name, share in zip(names, shares, strict=True)
        if share is not None
    ]
    return Figure("What divides the groups most", sentence, headers, table, _spec(points, names))


def _spec(points: list[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """Groups differ in shape as well as in colour."""
    scale = {"domain": list(names)}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 320,
        "height": {"step": 40},
        "config": {**LOOK, "legend": {**LOOK["legend"], "symbolType": "circle", "symbolSize": 200, "symbolStrokeWidth": 2}},
        "data": {"values": points},
        "mark": {"type": "point", "filled": True, "size": 220, "opacity": 1},
        "encoding": {
            "y": {"field": "statement", "type": "nominal", "sort": None, "title": None, "axis": {"grid": True}},
            "x": {
                "field": "share",
                "type": "quantitative",
                "title": "Agree, in %",
                "scale": {"domain": [0, 100]},
                "axis": {"tickCount": 5},
            },
            "color": {
                "field": "group",
                "type": "nominal",
                "scale": {**scale, "range": list(COLOURS[: len(names)])},
                "legend": {},
            },
            "shape": {"field": "group", "type": "nominal", "scale": {**scale, "range": list(SHAPES[: len(names)])}, "legend": {}},
        },
    }
