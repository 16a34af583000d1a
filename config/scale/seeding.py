"""Builds the scale data set: one transaction, the SQL files of this folder in order, then the counts that pages read."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from config.scale.bulk import bare
from missions.adoption.rollups import refresh_all
from missions.maps.actions import lay_out_maps
from missions.outcomes.groups import derive
from missions.outcomes.models import Indicator
from missions.outcomes.rollups import rebuild
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import Mission

FILES = sorted((Path(__file__).parent / "sql").glob("*.sql"))
# These have so many rows that their indexes are better made once, at the end.
BIG = {"06_adoption": "adoption_adoptionevent", "08_measurements": "outcomes_measurement"}
OURS = "scale-"
AREAS = ("core", "register", "people", "stewardship", "problems", "interventions", "adoption", "outcomes", "decisions", "reports")

Say = Callable[[str], None]


class NotForScale(Exception):
    """The database holds something that must not be mixed with made-up rows; the message says what."""


@dataclass(frozen=True)
class Sizes:
    """How much of each. Pain points, interventions, indicators and iterations are counted for each mission, the rest in all."""

    councils: int = 400
    missions: int = 20
    users: int = 5_000
    pain_points: int = 2_000
    interventions: int = 100
    iterations: int = 20
    indicators: int = 10
    participants: int = 170
    events: int = 400_000
    measurements: int = 5_000_000
    awards: int = 4_000

    def least_users(self) -> int:
        """A mission's team is five people; participants of its rounds come from all."""
        return max(4 * self.missions + 2, 2 * self.participants)


def seed(sizes: Sizes, *, until: dt.date, say: Say, force: bool = False) -> None:
    """Make the data set afresh, whole or not at all, as if it were the end of the day `until`."""
    with transaction.atomic(), connection.cursor() as cursor:
        # History triggers try something that fails for each row; each failure walks through all checks that still wait. So none may wait.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL work_mem = '128MB'; SET LOCAL maintenance_work_mem = '256MB'")
        _make_room(cursor, force=force, say=say)
        parameters = {**asdict(sizes), "mergers": sizes.councils // 20, "until": until}
        for path in FILES:
            say(f"{path.stem[3:]} …")
            _run(cursor, path, parameters)
        cursor.execute("ANALYZE")
        missions = Mission.objects.filter(slug__startswith=OURS)
        say("rollups of outcomes …")
        for mission in missions:
            derive(mission)
        rebuild(Indicator.objects.filter(mission__in=missions))
        say("map …")
        lay_out_maps(by=None, on=until)
        say("counts of adopters …")
        refresh_all(missions, on=until)
    tidy(say)


def tidy(say: Say) -> None:
    """Statistics and visibility for the planner; within somebody's transaction, statistics only."""
    say("statistics …")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _run(cursor: CursorWrapper, path: Path, parameters: dict[str, Any]) -> None:
    table = BIG.get(path.stem)
    if table is None:
        cursor.execute(path.read_text(encoding="utf-8"), parameters)
        return
    with bare(cursor, table):
        cursor.execute(path.read_text(encoding="utf-8"), parameters)


def _make_room(cursor: CursorWrapper, *, force: bool, say: Say) -> None:
    is_ours = Mission.objects.filter(slug__startswith=OURS).exists()
    is_real = (
        Mission.objects.exclude(slug__startswith=OURS).exists()
        or Organisation.objects.exclude(code__startswith=OURS).exists()
        or User.objects.exclude(email__endswith="@scale.example").exists()
    )
    if is_real and not force:
        raise NotForScale(
            "This database holds missions, organisations or people that are not made up. Use an empty one, or --force to add to it."
        )
    if is_real and is_ours:
        raise NotForScale(
            "This database holds real and made-up missions already, so nothing more can be added. Use an empty one."
        )
    if is_ours:
        say("emptying the earlier data set …")
        cursor.execute(f"TRUNCATE {', '.join(_tables())} RESTART IDENTITY CASCADE")


def _tables() -> list[str]:
    models = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in (*AREAS, "codesign", "funding")
    ]
    return sorted({connection.ops.quote_name(model._meta.db_table) for model in models})
