"""People: administrators only; everybody signed in has an account page."""

from tests.access.rows import SIGNED_IN, Row
from tests.access.world import World
from tests.making import give, make_user

ADMINISTRATOR = ("administrator",)
ROLE = {"role": "contributor", "organisation": "AAA", "starts_on_day": "1", "starts_on_month": "5", "starts_on_year": "2026"}


def somebody(world: World) -> dict[str, int]:
    return {"pk": world.person("stranger").pk}


def a_role(world: World) -> dict[str, int]:
    user = give(make_user(), "contributor", world.council)
    return {"pk": user.pk, "role": user.organisation_roles.get().pk}


ROWS = [
    Row("people:people", ADMINISTRATOR, otherwise=403),
    Row("people:invite", ADMINISTRATOR, otherwise=403),
    Row(
        "people:invite",
        ADMINISTRATOR,
        ok=302,
        otherwise=403,
        method="post",
        data=lambda world: {"email": "n@x.example", "name": "N"},
    ),
    Row("people:account", SIGNED_IN),
    Row("people:account", SIGNED_IN, ok=302, method="post", data=lambda world: {"name": "New Name"}),
    Row("people:person", ADMINISTRATOR, somebody),
    Row("people:give_role", ADMINISTRATOR, somebody),
    Row("people:give_role", ADMINISTRATOR, somebody, ok=302, method="post", data=lambda world: ROLE),
    Row("people:end_role", ADMINISTRATOR, a_role),
    Row("people:end_role", ADMINISTRATOR, a_role, ok=302, method="post"),
    Row("people:access", ADMINISTRATOR, somebody, ok=302, method="post", data=lambda world: {"do": "close"}),
    Row("people:forget", ADMINISTRATOR, somebody),
    Row("people:forget", ADMINISTRATOR, somebody, ok=302, method="post"),
    Row("stewardship:give_person_role", ADMINISTRATOR, somebody),
    Row(
        "stewardship:give_person_role",
        ADMINISTRATOR,
        somebody,
        ok=302,
        method="post",
        data=lambda world: {"mission": world.mission.pk, "role": "observer"},
    ),
]
