"""Pain points."""

from tests.access.rows import CURATORS, EVERYBODY, Row
from tests.access.world import World


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "reference": world.pain_point.reference}


ROWS = [
    Row("problems:pain_points", EVERYBODY, lambda world: {"mission": world.mission.slug}),
    Row("problems:pain_point", EVERYBODY, one),
    Row("problems:move", CURATORS, one, ok=302, otherwise=403, method="post", data=lambda world: {"status": "validated"}),
    Row("problems:own", CURATORS, one, ok=302, otherwise=403, method="post"),
]
