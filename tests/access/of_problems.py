"""Pain points."""

from tests.access.rows import CURATORS, EVERYBODY, NOT_CURATORS, Row
from tests.access.world import World


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "reference": world.pain_point.reference}


ESTIMATE = {"confidence": "seen", "effort_months": "3", "reason": "We asked three councils."}

ROWS = [
    Row("problems:pain_points", EVERYBODY, lambda world: {"mission": world.mission.slug}),
    Row("problems:pain_point", EVERYBODY, one),
    Row("problems:move", CURATORS, one, ok=302, otherwise=403, method="post", data=lambda world: {"status": "validated"}),
    Row("problems:needs", EVERYBODY, lambda world: {"mission": world.mission.slug}),
    Row("problems:judge", CURATORS, one, others=NOT_CURATORS),
    Row("problems:judge", CURATORS, one, ok=302, others=NOT_CURATORS, method="post", data=lambda world: ESTIMATE),
    Row("problems:own", CURATORS, one, ok=302, otherwise=403, method="post"),
]
