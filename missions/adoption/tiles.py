"""The tile map of English councils: a hexagon for each, placed as in Open Innovations' map of 2023 (MIT)."""

import csv
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

SIZE = 10.0
HEIGHT = SIZE * 2
WIDTH = SIZE * sqrt(3)
FILE = Path(__file__).parent / "data" / "tiles.csv"


@dataclass(frozen=True)
class Tile:
    """One hexagon: the corners for SVG, and the GSS code of its council."""

    gss: str
    points: str


@dataclass(frozen=True)
class Sheet:
    """All hexagons and the size of the drawing."""

    tiles: tuple[Tile, ...]
    width: float
    height: float


@cache
def sheet() -> Sheet:
    """Read once for each process; rows count from the south in the source, so they are turned round."""
    with FILE.open(encoding="utf-8") as stream:
        places = [(row["gss"], int(row["q"]), int(row["r"])) for row in csv.DictReader(stream)]
    top, left = max(r for _, _, r in places), min(q for _, q, _ in places)
    tiles = tuple(Tile(gss, _corners(q - left, top - r, r)) for gss, q, r in places)
    columns = max(q for _, q, _ in places) - left + 1.5
    rows = top - min(r for _, _, r in places)
    return Sheet(tiles, round(columns * WIDTH + 2, 1), round(rows * HEIGHT * 0.75 + HEIGHT + 2, 1))


def _corners(column: int, row: int, source_row: int) -> str:
    """A pointy-topped hexagon; odd rows of the source are shifted by half a tile."""
    x = 1 + (column + 0.5 + 0.5 * (source_row % 2)) * WIDTH
    y = 1 + row * HEIGHT * 0.75 + SIZE
    half = WIDTH / 2
    corners = ((0, -SIZE), (half, -SIZE / 2), (half, SIZE / 2), (0, SIZE), (-half, SIZE / 2), (-half, -SIZE / 2))
    return " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
