"""A tile map as the page draws it: hexagons cut to those that are shown, their groups, and the table that says the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from missions.maps.measures import NOT_KNOWN, UNKNOWN, Group, Measured, Reading
from missions.maps.models import Layout
from missions.register.models import Organisation

SIZE = 10.0
WIDTH = SIZE * sqrt(3)
STEP_DOWN = SIZE * 1.5
EDGE = 1.0


@dataclass(frozen=True)
class Hexagon:
    """One council on the map: the corners and the middle for SVG."""

    council: Organisation
    group: Group
    text: str
    points: str
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """One group in the table: how many councils, how many people live in them, and how many have no population figure."""

    group: Group
    councils: int
    people: int
    without_population: int


@dataclass(frozen=True)
class TileMap:
    """A measure drawn; `layout` is None where no map has been laid out."""

    title: str
    measured: Measured
    hexagons: Sequence[Hexagon]
    lines: Sequence[Line]
    rows: Sequence[tuple[Organisation, Group, str]]
    layout: Layout | None
    width: float = 0
    height: float = 0

    @property
    def councils(self) -> int:
        """All councils that the measure is about."""
        return len(self.rows)

    @property
    def not_placed(self) -> int:
        """Councils that this layout has no hexagon for."""
        return self.councils - len(self.hexagons)


def draw(title: str, councils: Sequence[Organisation], measured: Measured) -> TileMap:
    """The map of a measure over some councils. Two queries whatever the size."""
    layout = Layout.objects.best_for([council.pk for council in councils])
    cells = {tile.organisation_id: (tile.column, tile.row) for tile in layout.tiles.all()} if layout else {}
    groups = {group.key: group for group in (*measured.groups, UNKNOWN)}
    rows = [(council, *_reading(council, groups, measured)) for council in councils]
    shown = [(*row, *cells[row[0].pk]) for row in rows if row[0].pk in cells]
    left = min((column for *_, column, _ in shown), default=0)
    top = min((row for *_, row in shown), default=0)
    hexagons = [_hexagon(council, group, text, column - left, row, top) for council, group, text, column, row in shown]
    return TileMap(
        title=title,
        measured=measured,
        hexagons=hexagons,
        lines=_lines(rows, list(groups.values())),
        rows=rows,
        layout=layout,
        width=round(max((item.x for item in hexagons), default=0) + WIDTH / 2 + EDGE, 1),
        height=round(max((item.y for item in hexagons), default=0) + SIZE + EDGE, 1),
    )


def _reading(council: Organisation, groups: dict[str, Group], measured: Measured) -> tuple[Group, str]:
    reading = measured.readings.get(council.pk, Reading(NOT_KNOWN, UNKNOWN.label))
    return groups[reading.group], reading.text


def _lines(rows: Sequence[tuple[Organisation, Group, str]], groups: Sequence[Group]) -> list[Line]:
    """Every group with at least one council, in order."""
    councils = Counter(group.key for _, group, _ in rows)
    people: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for council, group, _ in rows:
        people[group.key] += council.population or 0
        without[group.key] += council.population is None
    return [Line(item, councils[item.key], people[item.key], without[item.key]) for item in groups if councils[item.key]]


def _hexagon(council: Organisation, group: Group, text: str, column: int, row: int, top: int) -> Hexagon:
    """Odd rows of the layout are shifted, whichever row is the first that is shown."""
    half = WIDTH / 2
    x = EDGE + (column + 0.5 + 0.5 * (row % 2)) * WIDTH
    y = EDGE + SIZE + (row - top) * STEP_DOWN
    corners = ((0, -SIZE), (half, -SIZE / 2), (half, SIZE / 2), (0, SIZE), (-half, SIZE / 2), (-half, -SIZE / 2))
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return Hexagon(council, group, text, points, round(x, 1), round(y, 1))
