"""Interventions and iterations: everybody reads them; curators change and own them."""

from tests.access.rows import CURATORS, EVERYBODY, Row
from tests.access.world import World


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.intervention.slug}


def iteration(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.iteration.slug}


ROWS = [
    Row("interventions:interventions", EVERYBODY, mission),
    Row("interventions:intervention", EVERYBODY, one),
    Row("interventions:iteration", EVERYBODY, iteration),
    Row("interventions:move", CURATORS, one, otherwise=403),
    Row("interventions:move", CURATORS, one, ok=302, otherwise=403, method="post", data=lambda world: {"status": "embedded"}),
    Row("interventions:own", CURATORS, one, ok=302, otherwise=403, method="post"),
    Row("interventions:own_iteration", CURATORS, iteration, ok=302, otherwise=403, method="post"),
]
