"""A tiny line of figures for a table; the numbers stand beside it in words."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 120, 32, 4


@dataclass(frozen=True)
class Sparkline:
    """What the SVG needs: the points of its line, and its last point."""

    points: str
    last_x: str
    last_y: str
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(values: Sequence[float]) -> Sparkline | None:
    """Evenly spaced, the least at the bottom and the greatest at the top; None for fewer than two figures."""
    if len(values) < 2:
        return None
    least, greatest = min(values), max(values)
    span = (greatest - least) or 1.0
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    places = [
        (f"{MARGIN + step * index:.1f}", f"{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - least) / span:.1f}")
        for index, value in enumerate(values)
    ]
    return Sparkline(" ".join(f"{x},{y}" for x, y in places), *places[-1])
