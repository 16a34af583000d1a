"""How people hear of things, private calendars, and operations for administrators."""

from missions.core import jobs
from missions.notices.actions import open_calendar
from tests.access.rows import EVERYBODY, ON_MISSION, SIGNED_IN, Row
from tests.access.world import World
from tests.making import make_user

ADMINISTRATOR = ("administrator",)


def a_calendar(world: World) -> dict[str, str]:
    return {"secret": open_calendar(by=make_user())}


def some_work(world: World) -> dict[str, object]:
    return {"public_id": jobs.ask(by=None, kind="register").public_id}


ROWS = [
    Row("notices:rhythm", SIGNED_IN),
    Row("notices:rhythm", SIGNED_IN, ok=302, method="post", data=lambda world: {"general": "daily"}),
    Row("notices:calendar", SIGNED_IN),
    Row("notices:calendar", SIGNED_IN, method="post"),
    Row("notices:trail", ON_MISSION, lambda world: {"mission": world.mission.slug}),
    # Whoever has the secret address: a calendar program has no session.
    Row("calendar_feed", EVERYBODY, a_calendar),
    Row("jobs_health", EVERYBODY),
    Row("operations", ADMINISTRATOR, otherwise=403),
    Row("operations_retry", ADMINISTRATOR, some_work, ok=302, otherwise=403, method="post"),
    Row("reminder_messages", ADMINISTRATOR, otherwise=403),
    Row("reminder_message", ADMINISTRATOR, lambda world: {"rule": "decision due"}, otherwise=403),
]
