"""Pages that join several areas."""

from tests.access.rows import EVERYBODY, ON_MISSION, SIGNED_IN, Row
from tests.access.world import World


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def point(world: World) -> dict[str, str]:
    return {**mission(world), "reference": world.pain_point.reference}


ROWS = [
    Row("public_home", EVERYBODY),
    Row("thread", EVERYBODY, point),
    Row("search", EVERYBODY),
    Row("search", EVERYBODY, data=lambda world: {"q": "it hurts"}),
    Row("home", SIGNED_IN),
    Row("portfolio", SIGNED_IN),
    Row("gaps", ON_MISSION, mission),
]
