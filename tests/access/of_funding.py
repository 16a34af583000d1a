"""Awards: public records."""

from tests.access.rows import EVERYBODY, Row
from tests.access.world import World


def on_mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "reference": world.award.reference}


# Nothing here changes anything, so there are no other methods.
ROWS = [
    Row("funding:awards", EVERYBODY, on_mission),
    Row("funding:download", EVERYBODY, on_mission),
    Row("funding:award", EVERYBODY, one),
]
