"""The market: what councils run is public; the mission's lead, members and analysts keep the record."""

from typing import Any

from missions.core.files import keep
from missions.core.models import Job
from missions.market.models import Deployment
from tests import making
from tests.access.rows import CURATORS, EVERYBODY, Row
from tests.access.world import World

SEEN = {"seen_on_day": "1", "seen_on_month": "8", "seen_on_year": "2026"}


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def council(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug, "code": world.council.code}


def deployment(world: World) -> dict[str, Any]:
    found = Deployment.objects.first() or making.make_deployment(world.council, making.make_product(world.supplier))
    return {"mission": world.mission.slug, "pk": found.pk}


def an_import(world: World) -> dict[str, Any]:
    """A preview that waits for its answer; only the lead who sent it and administrators know of it."""
    report = {"created": 1, "updated": 0, "unchanged": 0, "ended": 0, "problems": [], "problem_count": 0, "wrong_rows": 0}
    job = Job.objects.create(
        kind="import.market-lists",
        status="asking",
        file=keep("a.csv", b"a"),
        report=report,
        asked_by_id=world.person("lead").pk,
        parameters={"mission": world.mission.pk},
    )
    return {"mission": world.mission.slug, "job": job.public_id}


def a_record(world: World) -> dict[str, str]:
    return {"product_name": "Newplan", "cost_answer": "unknown", "source": "Told", **SEEN}


def an_end(world: World) -> dict[str, str]:
    return {"ends_on_day": "1", "ends_on_month": "8", "ends_on_year": "2026", "reason": "Told"}


ROWS = [
    *(Row(f"market:{name}", EVERYBODY, mission) for name in ("market", "councils", "not_seen", "changes", "download")),
    Row("market:council", EVERYBODY, council),
    Row("market:record", CURATORS, council, otherwise=403),
    Row("market:record", CURATORS, council, ok=302, otherwise=403, method="post", data=a_record),
    Row("market:answer", CURATORS, council, otherwise=403),
    Row(
        "market:answer",
        CURATORS,
        council,
        ok=302,
        otherwise=403,
        method="post",
        data=lambda world: {"kind": "refused", "source": "Told", **SEEN},
    ),
    Row("market:correct", CURATORS, deployment, otherwise=403),
    Row(
        "market:correct",
        CURATORS,
        deployment,
        ok=302,
        otherwise=403,
        method="post",
        data=lambda world: {"cost_answer": "refused", "source": "Told"},
    ),
    Row("market:end", CURATORS, deployment, otherwise=403),
    Row("market:end", CURATORS, deployment, ok=302, otherwise=403, method="post", data=an_end),
    Row("market:confirm", CURATORS, deployment, ok=302, otherwise=403, method="post"),
    Row("market:import", CURATORS, mission, otherwise=403),
    Row("market:import", CURATORS, mission, otherwise=403, method="post"),
    Row("market:import_job", ("lead", "administrator"), an_import),
    Row(
        "market:import_job",
        ("lead",),
        an_import,
        ok=302,
        method="post",
        data=lambda world: {"choice": "all"},
        others={"administrator": 403},
    ),
]
