"""Adoption: everybody reads it; curators and the council's own staff record it."""

from missions.core.files import keep
from missions.core.models import Job
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, Row
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
    return {"stage": "live", "note": "It is on our site.", **DAY}


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def of_report(world: World) -> dict[str, object]:
    event = make_event(world.intervention, world.council, source="self-reported", recorded_by=world.person("contributor"))
    return {**mission(world), "pk": event.pk}


def verdict(world: World) -> dict[str, str]:
    return {"verdict": "verified"}


def in_the_way(world: World) -> dict[str, str]:
    return {"barriers": "funding"}


def correction(world: World) -> dict[str, str]:
    return {"stage": "piloting", "reason": "It was only a pilot.", **DAY}


def an_import(world: World) -> dict[str, object]:
    """A preview that waits for its answer; only the lead who sent it and administrators know of it."""
    report = {"created": 1, "updated": 0, "unchanged": 0, "ended": 0, "problems": [], "problem_count": 0, "wrong_rows": 0}
    job = Job.objects.create(
        kind="import.adoption-lists",
        status="asking",
        file=keep("a.csv", b"a"),
        report=report,
        asked_by_id=world.person("lead").pk,
        parameters={"intervention": world.intervention.pk},
    )
    return {**one(world), "job": job.public_id}


def all_of_it(world: World) -> dict[str, str]:
    return {"choice": "all"}


def trial(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.iteration.slug}


ROWS = [
    Row("adoption:iterations", EVERYBODY, mission),
    Row("adoption:aim", CURATORS, trial, otherwise=403),
    Row("adoption:aim", CURATORS, trial, ok=302, otherwise=403, method="post"),
    Row("adoption:adoption", EVERYBODY, one),
    Row("adoption:download", EVERYBODY, one),
    Row("adoption:pace", EVERYBODY, one),
    Row("adoption:import", CURATORS, one, otherwise=403),
    Row("adoption:import", CURATORS, one, otherwise=403, method="post"),
    Row("adoption:import_job", ("lead", "administrator"), an_import),
    Row("adoption:import_job", ("lead",), an_import, ok=302, method="post", data=all_of_it, others={"administrator": 403}),
    Row("adoption:reports", CURATORS, mission, otherwise=403),
    Row("adoption:review", CURATORS, of_report, otherwise=403),
    Row("adoption:review", CURATORS, of_report, ok=302, otherwise=403, method="post", data=verdict),
    Row("adoption:mission_blockers", ON_MISSION, mission),
    Row("adoption:blockers_download", ON_MISSION, mission),
    Row("adoption:blockers", ON_MISSION, one),
    Row("adoption:council_blockers", RECORDERS, of_council, otherwise=403),
    Row("adoption:council_blockers", RECORDERS, of_council, ok=302, otherwise=403, method="post", data=in_the_way),
    Row("adoption:record", RECORDERS, of_council, otherwise=403),
    Row("adoption:record", RECORDERS, of_council, ok=302, otherwise=403, method="post", data=new_stage),
    Row("adoption:correct", RECORDERS, of_event, otherwise=403),
    Row("adoption:correct", RECORDERS, of_event, ok=302, otherwise=403, method="post", data=correction),
]
