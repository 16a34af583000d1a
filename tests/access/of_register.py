"""The register: public records. Only the names of an organisation’s people are not, which tests/register holds."""

import datetime as dt

from missions.register.models import Reorganisation, Succession
from tests.access.rows import EVERYBODY, ON_MISSION, Row
from tests.access.world import World
from tests.making import make_council


def planned(world: World) -> dict[str, int]:
    """Somebody else takes the world's council over."""
    found, is_new = Reorganisation.objects.get_or_create(name="Ayton becomes Beeford", vests_on=dt.date(2030, 4, 1))
    if is_new:
        link = {"vests_on": found.vests_on, "status": "planned", "reorganisation": found}
        Succession.objects.create(predecessor=world.council, successor=make_council("BEE"), **link)
    return {"pk": found.pk}


def body(world: World) -> dict[str, str]:
    return {"name": "Circle of planners", "kind": "sector-body"}


MAY_ADD = ("lead", "administrator")
# Nothing but adding a body changes anything here, so the other pages have no other methods.
ROWS = [
    Row("register:organisations", EVERYBODY),
    Row("register:add", MAY_ADD, otherwise=403),
    Row("register:add", MAY_ADD, method="post", otherwise=403),
    Row("register:add", MAY_ADD, ok=302, method="post", data=body, otherwise=403),
    Row("register:reorganisations", EVERYBODY),
    Row("register:organisation", EVERYBODY, lambda world: {"code": world.council.code}),
    Row("register:reorganisation", (*ON_MISSION, "administrator"), planned, otherwise=403),
]
