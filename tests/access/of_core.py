"""Imports of the register."""

from missions.core.files import keep
from missions.core.models import Job
from tests.access.rows import Row
from tests.access.world import World

ADMINISTRATOR = ("administrator",)


def an_import(world: World) -> dict[str, object]:
    """A preview that waits for its answer, asked for by somebody else."""
    report = {"created": 1, "updated": 0, "unchanged": 0, "ended": 0, "problems": [], "problem_count": 0, "wrong_rows": 0}
    job = Job.objects.create(
        kind="import.register",
        status="asking",
        file=keep("a.csv", b"a"),
        report=report,
        asked_by_id=world.person("administrator").pk,
    )
    return {"job": job.public_id}


ROWS = [
    Row("register:import", ADMINISTRATOR, otherwise=403),
    Row("register:import", ADMINISTRATOR, otherwise=403, method="post"),
    Row("register:import_job", ADMINISTRATOR, an_import),
    Row("register:import_job", ADMINISTRATOR, an_import, ok=302, method="post", data=lambda world: {"choice": "all"}),
]
