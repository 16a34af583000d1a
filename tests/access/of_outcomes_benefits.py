"""Effects: everybody reads them, curators compute them. Costs and benefits: those on the mission read them, curators change them."""

from missions.core.models import Job
from tests import making
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, SIGNED_IN, Row
from tests.access.world import World

VALUES = {
    "name": "Software", "kind": "cost", "category": "societal", "bearer": "Councils", "source": "Survey", "optimism_percent": "10",
    "mitigation": "Fixed price", "price_base_year": "2026-27", "forecast": "2026-27 1000",
}  # fmt: skip


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.indicator.slug}


def a_line(world: World) -> dict[str, object]:
    return {"mission": world.mission.slug, "pk": making.make_benefit_line(world.mission).pk}


def an_estimate(world: World) -> dict[str, str]:
    world.intervention.estimates.create(indicator=world.indicator, stage="live", result={"refused": "Too few."})
    return one(world)


def a_print(world: World) -> dict[str, object]:
    about = {"mission": world.mission.slug, "schedule": "standard"}
    asked_by = world.person("observer").pk + 1_000_000
    job = Job.objects.create(
        kind="core.print", asked_by_id=asked_by, parameters={"print": "benefits", "title": "A", "back": "/", "about": about}
    )
    return {"job": job.public_id}


ROWS = [
    Row("outcomes:effect", EVERYBODY, one),
    Row(
        "outcomes:compute_effect", CURATORS, one, ok=302, otherwise=403, method="post",
        data=lambda world: {"intervention": world.intervention.slug},
    ),
    Row(
        "outcomes:effect_pdf", SIGNED_IN, an_estimate, ok=302, method="post",
        data=lambda world: {"intervention": world.intervention.slug},
    ),
    Row("outcomes:benefits", ON_MISSION, mission),
    Row("outcomes:benefits_pdf", ON_MISSION, mission, ok=302, method="post"),
    # Only who asked for a PDF knows that it exists.
    Row("core:print_job", (), a_print),
    Row("core:print_file", (), a_print),
    Row("outcomes:add_benefit", CURATORS, mission, others={name: 403 for name in ON_MISSION if name not in CURATORS}),
    Row(
        "outcomes:add_benefit", CURATORS, mission, ok=302, method="post", data=lambda world: VALUES,
        others={name: 403 for name in ON_MISSION if name not in CURATORS},
    ),
    Row("outcomes:benefit_line", ON_MISSION, a_line),
    Row(
        "outcomes:benefit_line", CURATORS, a_line, ok=302, method="post", data=lambda world: VALUES,
        others={name: 403 for name in ON_MISSION if name not in CURATORS},
    ),
    Row(
        "outcomes:own_benefit_line", CURATORS, a_line, ok=302, method="post",
        others={name: 403 for name in ON_MISSION if name not in CURATORS},
    ),
    Row("outcomes:withdraw_benefit_line", CURATORS, a_line, others={name: 403 for name in ON_MISSION if name not in CURATORS}),
    Row(
        "outcomes:withdraw_benefit_line", CURATORS, a_line, ok=302, method="post", data=lambda world: {"reason": "Counted twice"},
        others={name: 403 for name in ON_MISSION if name not in CURATORS},
    ),
]  # fmt: skip
