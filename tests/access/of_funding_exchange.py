"""What goes out and comes in: statements and publication are public, importing is the team's."""

from uuid import UUID

from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, SIGNED_IN, Row
from tests.access.world import World

NOBODYS = UUID(int=0)


def on_mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "reference": world.award.reference}


def a_job(world: World) -> dict[str, object]:
    return {"mission": world.mission.slug, "job": NOBODYS}


OTHERS_ON_MISSION = {role: 403 for role in ON_MISSION if role not in CURATORS}

ROWS = [
    Row("funding:statement", EVERYBODY, on_mission),
    Row("funding:statement_sheet", EVERYBODY, on_mission),
    Row("funding:statement_pdf", SIGNED_IN, on_mission, ok=302, method="post"),
    Row("funding:giving", EVERYBODY, lambda world: {**on_mission(world), "form": "json"}),
    Row("funding:import", CURATORS, on_mission, others=OTHERS_ON_MISSION),
    Row("funding:import", CURATORS, on_mission, method="post", others=OTHERS_ON_MISSION),
    # Only who asked for an import knows that it exists.
    Row("funding:import_job", (), a_job),
    Row("funding:import_job", (), a_job, method="post"),
    Row("funding:bought", EVERYBODY, one),
]
