"""Outcomes: everybody reads them; curators own indicators and collect figures; councils give their own."""

import datetime as dt

from missions.core.models import Job
from missions.outcomes.models import Collection, Measurement
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, Row
from tests.access.world import World
from tests.making import make_collection, make_measurement


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "slug": world.indicator.slug}


def period(world: World) -> dict[str, str]:
    if not Collection.objects.filter(indicator=world.indicator).exists():
        make_collection(world.indicator, world.council, opened_by=world.person("lead"))
    return {**one(world), "period": "2024-04-01"}


def asked(world: World) -> dict[str, str]:
    return {**period(world), "code": world.council.code}


def submitted(world: World) -> dict[str, str]:
    start = dt.date(2024, 4, 1)
    if not Measurement.objects.filter(indicator=world.indicator, period_start=start, organisation=world.council).exists():
        make_measurement(world.indicator, world.council, "1", period_start=start, status="submitted")
    return asked(world)


def verified(world: World) -> dict[str, str]:
    start = dt.date(2023, 4, 1)
    if not Measurement.objects.filter(indicator=world.indicator, period_start=start, organisation=world.council).exists():
        make_measurement(world.indicator, world.council, "1", period_start=start)
    return {**one(world), "period": start.isoformat(), "code": world.council.code}


def an_import(world: World) -> dict[str, str]:
    about = {"indicator": world.indicator.pk}
    job, _ = Job.objects.get_or_create(kind="import.measurements", asked_by_id=world.person("lead").pk, parameters=about)
    return {**one(world), "job": str(job.public_id)}


GIVERS = ("data-provider", "coordinator")
NOT_CURATORS = {role: 403 for role in ON_MISSION if role not in CURATORS}

ROWS = [
    Row("outcomes:outcomes", EVERYBODY, mission),
    Row("outcomes:results", EVERYBODY, mission),
    Row("outcomes:indicator", EVERYBODY, one),
    Row("outcomes:download", EVERYBODY, one),
    Row("outcomes:series", EVERYBODY, lambda world: {**one(world), "code": world.council.code}),
    Row("outcomes:own", CURATORS, one, ok=302, otherwise=403, method="post"),
    Row("outcomes:levels", ON_MISSION, one),
    Row("outcomes:levels", ("lead",), one, method="post", others={role: 403 for role in ON_MISSION if role != "lead"}),
    Row("outcomes:import", CURATORS, one, others=NOT_CURATORS),
    Row("outcomes:import", CURATORS, one, method="post", others=NOT_CURATORS),
    Row("outcomes:import_job", ("lead",), an_import),
    Row("outcomes:import_job", ("lead",), an_import, method="post", ok=409),
    Row("outcomes:collections", ON_MISSION, one),
    Row("outcomes:collections", CURATORS, one, method="post", others=NOT_CURATORS),
    Row("outcomes:collection", ON_MISSION, period),
    Row("outcomes:verify", CURATORS, period, ok=302, method="post", others=NOT_CURATORS),
    Row("outcomes:lock", CURATORS, period, others=NOT_CURATORS),
    Row("outcomes:lock", CURATORS, period, ok=302, method="post", others=NOT_CURATORS),
    Row("outcomes:answer", (*ON_MISSION, *GIVERS), asked),
    Row("outcomes:answer", GIVERS, asked, method="post", others=dict.fromkeys(ON_MISSION, 403)),
    Row("outcomes:give_back", CURATORS, submitted, others=NOT_CURATORS),
    Row("outcomes:give_back", CURATORS, submitted, method="post", others=NOT_CURATORS),
    Row("outcomes:figure", EVERYBODY, verified),
    Row("outcomes:figure", CURATORS, verified, method="post", otherwise=403, anonymous=403),
]
