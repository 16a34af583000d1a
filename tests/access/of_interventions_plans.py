"""What stands behind interventions: priorities, judgements, theories of change, what rests on what."""

from missions.interventions.plan_models import Dependency
from tests.access.rows import CURATORS, NOT_CURATORS, ON_MISSION, Row
from tests.access.world import World
from tests.making import make_intervention

LEAD = ("lead",)
NOT_LEAD = {role: 403 for role in ON_MISSION if role != "lead"}


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, str]:
    return {**mission(world), "slug": world.intervention.slug}


def link(world: World) -> dict[str, object]:
    other = make_intervention(world.mission)
    return {**one(world), "pk": Dependency.objects.create(intervention=world.intervention, on=other, strength="needs").pk}


def description(world: World) -> dict[str, str]:
    return {"name": "Another", "kind": "tool", "summary": "A tool.", "pain_points": world.pain_point.reference}


ESTIMATE = {"confidence": "seen", "effort_months": "3", "reason": "We asked three councils."}
WEIGHTS = {"impact": "1", "reach": "2", "confidence": "3", "effort": "4"}

ROWS = [
    Row("priorities", ON_MISSION, mission),
    Row("priorities", ON_MISSION, mission, data=lambda world: WEIGHTS),
    Row("priorities_of_interventions", ON_MISSION, mission),
    Row("interventions:add", CURATORS, mission, others=NOT_CURATORS),
    Row("interventions:add", CURATORS, mission, ok=302, others=NOT_CURATORS, method="post", data=description),
    Row("interventions:edit", CURATORS, one, others=NOT_CURATORS),
    Row("interventions:edit", CURATORS, one, ok=302, others=NOT_CURATORS, method="post", data=description),
    Row("interventions:judge", CURATORS, one, others=NOT_CURATORS),
    Row("interventions:judge", CURATORS, one, ok=302, others=NOT_CURATORS, method="post", data=lambda world: ESTIMATE),
    Row("interventions:theory", LEAD, one, others=NOT_LEAD),
    Row("interventions:theory", LEAD, one, ok=302, others=NOT_LEAD, method="post", data=lambda world: {"inputs": "Money"}),
    Row("interventions:dependencies", CURATORS, one, others=NOT_CURATORS),
    Row(
        "interventions:dependencies",
        CURATORS,
        one,
        ok=302,
        others=NOT_CURATORS,
        method="post",
        data=lambda world: {"on": make_intervention(world.mission).pk, "strength": "needs"},
    ),
    Row("interventions:remove_dependency", CURATORS, link, ok=302, others=NOT_CURATORS, method="post"),
]
