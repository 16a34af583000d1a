"""Interventions and iterations: everybody reads them; curators change and own them."""

import datetime as dt

from missions.stewardship.models import Mission
from tests import making
from tests.access.rows import CURATORS, EVERYBODY, Row
from tests.access.world import World


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.intervention.slug}


def iteration(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.iteration.slug}


def planned(world: World) -> dict[str, str]:
    world.iteration.status, world.iteration.ends_on = "planned", dt.date(2099, 1, 1)
    world.iteration.save()
    return iteration(world)


def a_plan(world: World) -> dict[str, object]:
    about = {"name": "Help desk", "method": "direct-support", "hypothesis": "Help brings them."}
    return {**about, "interventions": [world.intervention.pk]}


def elsewhere(world: World) -> dict[str, str]:
    """Those who work on interventions here work on another mission too."""
    if Mission.objects.filter(slug="other").exists():
        return one(world)
    other = making.make_mission("other")
    for name in (*CURATORS, "director"):
        making.give(world.person(name), "director" if name == "director" else "member", other)
    return one(world)


ROWS = [
    Row("interventions:interventions", EVERYBODY, mission),
    Row("interventions:intervention", EVERYBODY, one),
    Row("interventions:iteration", EVERYBODY, iteration),
    Row("interventions:move", CURATORS, one, otherwise=403),
    Row("interventions:move", CURATORS, one, ok=302, otherwise=403, method="post", data=lambda world: {"status": "embedded"}),
    Row("interventions:own", CURATORS, one, ok=302, otherwise=403, method="post"),
    Row("interventions:own_iteration", CURATORS, iteration, ok=302, otherwise=403, method="post"),
    Row("interventions:new_iteration", CURATORS, mission, otherwise=403),
    Row("interventions:new_iteration", CURATORS, mission, ok=302, otherwise=403, method="post", data=a_plan),
    Row("interventions:edit_iteration", CURATORS, iteration, otherwise=403),
    Row("interventions:edit_iteration", CURATORS, iteration, ok=302, otherwise=403, method="post", data=a_plan),
    Row(
        "interventions:move_iteration",
        CURATORS,
        planned,
        ok=302,
        otherwise=403,
        method="post",
        data=lambda world: {"status": "running"},
    ),
    Row("interventions:copy", CURATORS, elsewhere),
    Row("interventions:copy", CURATORS, elsewhere, ok=302, method="post", data=lambda world: {"into": "other"}),
]
