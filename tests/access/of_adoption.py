"""Adoption: everybody reads it; curators and the council's own staff record it."""

from tests.access.rows import CURATORS, EVERYBODY, Row
from tests.access.world import World
from tests.making import make_event

RECORDERS = (*CURATORS, "coordinator", "contributor", "data-provider")
DAY = {"happened_on_day": "1", "happened_on_month": "5", "happened_on_year": "2026"}


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.intervention.slug}


def of_council(world: World) -> dict[str, str]:
    return {**one(world), "code": world.council.code}


def of_event(world: World) -> dict[str, object]:
    return {**of_council(world), "pk": make_event(world.intervention, world.council).pk}


def new_stage(world: World) -> dict[str, str]:
    return {"stage": "live", **DAY}


def correction(world: World) -> dict[str, str]:
    return {"stage": "piloting", "reason": "It was only a pilot.", **DAY}


ROWS = [
    Row("adoption:adoption", EVERYBODY, one),
    Row("adoption:download", EVERYBODY, one),
    Row("adoption:record", RECORDERS, of_council, otherwise=403),
    Row("adoption:record", RECORDERS, of_council, ok=302, otherwise=403, method="post", data=new_stage),
    Row("adoption:correct", RECORDERS, of_event, otherwise=403),
    Row("adoption:correct", RECORDERS, of_event, ok=302, otherwise=403, method="post", data=correction),
]
