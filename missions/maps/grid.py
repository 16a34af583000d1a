"""Where each council's hexagon goes: plain numbers in, no database.

Councils crowd in cities and are far apart in the hills, so each coordinate is first taken halfway from where a council is to its rank
among all: that spreads the crowd and keeps the outline. Then councils are given to the cells of a grid so that the sum of squared
distances is the least there is (scipy's solver of the assignment problem).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

import numpy
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

# Halfway between place and rank; 1.6 cells for each council leave the sea free. Chosen by looking at the result.
BLEND = 0.5
CELLS_FOR_EACH = 1.6
MIDDLE_LATITUDE = 54
# Rows of hexagons lie closer than columns.
ROW_HEIGHT = sqrt(3) / 2

Numbers = NDArray[numpy.float64]


@dataclass(frozen=True)
class Place:
    """A council by its key and where it is."""

    key: int
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Cell:
    """A cell of the grid; odd rows are shifted by half a cell to the east."""

    column: int
    row: int

    @property
    def x(self) -> float:
        """How far east its middle is."""
        return self.column + 0.5 * (self.row % 2)

    @property
    def y(self) -> float:
        """How far south its middle is."""
        return self.row * ROW_HEIGHT


def lay_out(places: Sequence[Place]) -> dict[int, Cell]:
    """A cell for each place. The same places give the same cells, whatever their order."""
    ordered = sorted(places, key=lambda place: place.key)
    if len(ordered) < 2:
        return {place.key: Cell(0, 0) for place in ordered}
    x, y = targets(ordered)
    cells = grid(len(ordered), width=float(x.max()), height=float(y.max()))
    side = _side(len(ordered), float(x.max()), float(y.max()))
    east = numpy.array([cell.x for cell in cells]) * side
    south = numpy.array([cell.y for cell in cells]) * side
    cost = (x[:, None] - east) ** 2 + (y[:, None] - south) ** 2
    _, chosen = linear_sum_assignment(cost)
    return {place.key: cells[index] for place, index in zip(ordered, chosen, strict=True)}


def targets(places: Sequence[Place]) -> tuple[Numbers, Numbers]:
    """Where each place would like to be: how far east and how far south, from 0."""
    squeeze = cos(radians(MIDDLE_LATITUDE))
    east = numpy.array([place.longitude * squeeze for place in places])
    south = numpy.array([-place.latitude for place in places])
    return _spread(east), _spread(south)


def grid(count: int, *, width: float, height: float) -> list[Cell]:
    """Cells that cover the area, more than there are places."""
    side = _side(count, width, height)
    columns, rows = int(width / side) + 2, int(height / (side * ROW_HEIGHT)) + 2
    return [Cell(column, row) for row in range(rows) for column in range(columns)]


def _side(count: int, width: float, height: float) -> float:
    """The width of a cell. A line of places has no area, so it is given a little."""
    longest = max(width, height) or 1.0
    area = max(width, longest / count) * max(height, longest / count)
    return sqrt(area / (count * CELLS_FOR_EACH * ROW_HEIGHT))


def _spread(values: Numbers) -> Numbers:
    extent = float(values.max() - values.min())
    if extent == 0:
        return numpy.zeros(len(values))
    rank = numpy.argsort(numpy.argsort(values, kind="stable"), kind="stable") / (len(values) - 1)
    spread: Numbers = (BLEND * rank + (1 - BLEND) * (values - values.min()) / extent) * extent
    return spread
