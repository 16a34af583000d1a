"""Our layout beside one that people drew: Open Innovations’ hexagons of UK councils, 2023."""

import json

import pytest
from scipy.spatial import cKDTree
from scipy.stats import spearmanr

from missions.maps.grid import Cell, Place, lay_out
from tests.shared import DATA, lines, needs_records

pytestmark = needs_records
HEXAGONS = "07_map/uk_local_authorities_2023.hexjson"
REGISTER = "01_register/local_authorities.csv"
NEAREST = 6


@pytest.fixture(scope="module")
def both() -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Each council’s middle, east and south, on our map and on the published one; in the same order."""
    hexes = json.loads((DATA / HEXAGONS).read_text(encoding="utf-8"))["hexes"]
    rows = [row for row in lines(REGISTER) if row["gss-code"] in hexes and row["lat"] and row["long"]]
    codes = [row["gss-code"] for row in rows]
    cells = lay_out([Place(n, float(row["lat"]), float(row["long"])) for n, row in enumerate(rows)])
    ours = [middle(cells[n]) for n in range(len(rows))]
    return ours, [(hexes[code]["q"] + 0.5 * (hexes[code]["r"] % 2), -hexes[code]["r"] * 3**0.5 / 2) for code in codes]


def middle(cell: Cell) -> tuple[float, float]:
    return cell.column + 0.5 * (cell.row % 2), cell.row * 3**0.5 / 2


def test_councils_stand_in_the_same_order_as_on_the_published_map(
    both: tuple[list[tuple[float, float]], list[tuple[float, float]]],
) -> None:
    ours, published = both
    assert len(ours) > 300
    for axis in (0, 1):
        assert spearmanr([place[axis] for place in ours], [place[axis] for place in published]).statistic > 0.9


def test_most_neighbours_on_the_published_map_are_near_on_ours(
    both: tuple[list[tuple[float, float]], list[tuple[float, float]]],
) -> None:
    """Of the six nearest there, the share that is among the eighteen nearest here: two rings of hexagons."""
    there, here = (cKDTree(places).query(places, k=count + 1)[1] for places, count in zip(both[::-1], (NEAREST, 18), strict=True))
    kept = [len(set(a[1:]) & set(b[1:])) / NEAREST for a, b in zip(there, here, strict=True)]
    assert sum(kept) / len(kept) > 0.5
