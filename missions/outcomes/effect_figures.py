"""The event study as a figure: the effect so many periods before and after councils adopted, with its interval."""

from collections.abc import Mapping
from typing import Any

from missions.core.figures import Figure
from missions.core.figures.figure import BLUE, GREY, HEIGHT, INK, LOOK, WIDTH
from missions.outcomes.effects.wording import chance, number

BEFORE, AFTER = "Before adopting", "After adopting"


def event_study(result: Mapping[str, Any], unit: str) -> Figure | None:
    """From what an estimate stored; None where there is no effect to show."""
    moments = result.get("event_study") or []
    if result.get("refused") or not moments:
        return None
    return Figure(
        title="Before and after councils adopted",
        summary=_summary(moments, result.get("pre_trend_p")),
        headers=("Periods since adopting", f"Difference ({unit})", "95% interval", "Standard error"),
        rows=tuple(_row(moment) for moment in _with_reference(moments, result.get("reference_period", -1))),
        spec=_chart(moments, result.get("reference_period", -1), unit),
    )


def _summary(moments: list[dict[str, Any]], p: float | None) -> str:
    before = [moment for moment in moments if moment["relative_period"] < 0]
    after = [moment for moment in moments if moment["relative_period"] >= 0]
    parts = []
    if not before or p is None:
        parts.append("Too few periods before adopting are known to see whether councils moved alike before.")
    elif p < 0.05:
        parts.append(
            f"Before adopting, councils already moved differently from the others ({chance(p)}), so the comparison fails."
        )
    else:
        parts.append(f"Before adopting, councils moved like the others as far as can be told ({chance(p)}).")
    if after:
        first, last = after[0], after[-1]
        parts.append(f"In the first period after, the difference was {number(first['att'])};")
        parts.append(
            f"{last['relative_period']} periods later {number(last['att'])}." if len(after) > 1 else "no later one is known."
        )
    return " ".join(parts)


def _with_reference(moments: list[dict[str, Any]], reference: int) -> list[dict[str, Any]]:
    point = {"relative_period": reference, "att": 0.0, "se": None, "ci": None}
    return sorted([*moments, point], key=lambda moment: int(moment["relative_period"]))


def _row(moment: dict[str, Any]) -> tuple[str, str, str, str]:
    ci = moment["ci"]
    interval = f"{number(ci[0])} to {number(ci[1])}" if ci else "Zero by definition" if moment["se"] is None else "–"
    error = number(moment["se"]) if moment["se"] is not None else "–"
    return f"{moment['relative_period']:+d}".replace("-", "−").replace("+0", "0"), number(moment["att"]), interval, error


def _chart(moments: list[dict[str, Any]], reference: int, unit: str) -> dict[str, Any]:
    values = [
        {
            "x": moment["relative_period"],
            "y": moment["att"],
            "low": moment["ci"][0] if moment["ci"] else moment["att"],
            "high": moment["ci"][1] if moment["ci"] else moment["att"],
            "when": BEFORE if moment["relative_period"] < 0 else AFTER,
        }
        for moment in _with_reference(moments, reference)
    ]
    kinds = [kind for kind in (BEFORE, AFTER) if any(value["when"] == kind for value in values)]
    scale = {"domain": kinds, "range": [GREY if kind == BEFORE else BLUE for kind in kinds]}
    x = {"field": "x", "type": "quantitative", "title": "Periods since adopting", "axis": {"tickMinStep": 1, "format": "d"}}
    y = {"field": "y", "type": "quantitative", "title": f"Difference, {unit}"}
    legend = {"symbolType": "circle", "symbolSize": 200}
    colour = {"field": "when", "type": "nominal", "scale": scale, "legend": legend}
    shape = {
        "field": "when",
        "type": "nominal",
        "scale": {"domain": kinds, "range": ["square", "circle"][-len(kinds) :]},
        "legend": None,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "config": LOOK,
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "rule", "color": INK}, "encoding": {"y": {"datum": 0}}},
            {
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {"x": x, "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}, "color": colour},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90},
                "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
            },
        ],
    }
