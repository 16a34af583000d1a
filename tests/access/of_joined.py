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
    Row("playbook", EVERYBODY),
    Row("search", EVERYBODY),
    Row("search", EVERYBODY, data=lambda world: {"q": "it hurts"}),
    Row("home", SIGNED_IN),
    Row("portfolio", SIGNED_IN),
    Row("gaps_across", SIGNED_IN),
    Row("gaps", ON_MISSION, mission),
    Row(
        "nudge",
        ("director", "lead"),
        mission,
        ok=302,
        others={role: 403 for role in ON_MISSION if role not in ("director", "lead")},
        method="post",
    ),
    Row("round_event", (*ON_MISSION, "participant"), lambda world: {"pk": world.round.pk}),
]
