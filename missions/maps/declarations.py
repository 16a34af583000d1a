"""What this area declares in the registries of the core."""

from missions.core.registries import Treatment, succession
from missions.maps.measures import map_measures
from missions.maps.own_measures import POPULATION, REGION


def declare() -> None:
    """Called once, when the product starts."""
    map_measures.declare("population", POPULATION)
    map_measures.declare("region", REGION)
    succession.declare(
        "maps.Tile.organisation",
        Treatment("A council keeps its place on the maps of its days. Maps laid out for a later day place its successor."),
    )
