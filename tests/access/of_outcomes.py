"""Outcomes: everybody reads them; curators own indicators."""

from tests.access.rows import CURATORS, EVERYBODY, Row
from tests.access.world import World


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.indicator.slug}


ROWS = [
    Row("outcomes:outcomes", EVERYBODY, mission),
    Row("outcomes:results", EVERYBODY, mission),
    Row("outcomes:indicator", EVERYBODY, one),
    Row("outcomes:download", EVERYBODY, one),
    Row("outcomes:own", CURATORS, one, ok=302, otherwise=403, method="post"),
]
