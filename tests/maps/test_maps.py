"""The tile map: each council has a cell of its own, the same whatever the order, and the page says the same in words."""

import random

import pytest
from django.core.management import call_command
from django.test import Client

from missions.maps.grid import Place, lay_out
from missions.maps.models import Tile
from tests.making import make_council, make_mission

PLACES = [Place(n, 50 + random.Random(n).random() * 5, -5 + random.Random(n + 99).random() * 6) for n in range(60)]


def test_every_council_has_a_cell_of_its_own() -> None:
    cells = lay_out(PLACES)
    assert len(set(cells.values())) == len(PLACES) == len(cells)


def test_the_order_of_councils_doesnt_matter() -> None:
    assert lay_out(PLACES) == lay_out(PLACES[::-1])


def test_north_stays_north_and_east_stays_east() -> None:
    """Of councils far apart: rank correlation of place and cell is close to one."""
    cells = lay_out(PLACES)
    pairs = [(a, b) for a in PLACES for b in PLACES if a.latitude - b.latitude > 2]
    kept = sum(cells[a.key].row <= cells[b.key].row for a, b in pairs)
    assert pairs
    assert kept / len(pairs) > 0.95


@pytest.mark.parametrize("places", [[], PLACES[:1], [Place(1, 51, 0), Place(2, 51, 1), Place(3, 51, 2)]])
def test_few_councils_and_councils_in_a_line_are_laid_out_too(places: list[Place]) -> None:
    assert len(set(lay_out(places).values())) == len(places)


@pytest.mark.django_db
def test_the_layout_is_stored_and_the_page_has_a_table_that_says_the_same(client: Client) -> None:
    make_mission("planning")
    for n in range(5):
        make_council(f"M{n}", name=f"Town {n}", latitude=50 + n, longitude=n / 2, population=100_000 * (n + 1))
    make_council("NOP", name="Nowhere")
    page = client.get("/missions/planning/map/")
    assert page.status_code == 200
    call_command("lay_out_map", verbosity=0)
    assert Tile.objects.values("organisation").distinct().count() == 5
    before = set(Tile.objects.values_list("pk", flat=True))
    call_command("lay_out_map", verbosity=0)
    assert set(Tile.objects.values_list("pk", flat=True)) == before
    text = client.get("/missions/planning/map/?show=population").content.decode()
    assert "<table" in text
    assert all(f"Town {n}" in text for n in range(5))
    assert "Nowhere" in text
