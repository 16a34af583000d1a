"""Missions: everybody reads; the lead and the director look after them."""

from tests.access.rows import EVERYBODY, ON_MISSION, SIGNED_IN, Row
from tests.access.world import World
from tests.making import give, make_department, make_user

LEAD = ("lead",)
LOOK_AFTER = ("director", "lead", "administrator")
PROPOSERS = tuple(role for role in SIGNED_IN if role not in {"stranger", "participant"})


def one(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def a_role(world: World) -> dict[str, object]:
    user = give(make_user(), "observer", world.mission)
    return {**one(world), "role": user.mission_roles.get().pk}


def text(world: World) -> dict[str, object]:
    return {
        "name": "Parking",
        "service": "Parking",
        "problem": "It is closed.",
        "lead_department": make_department().pk,
        "review_every_months": "3",
    }


def may(roles: tuple[str, ...]) -> dict[str, int]:
    """403 to those on the mission who are not among these."""
    return {role: 403 for role in ON_MISSION if role not in roles}


def terms(world: World) -> dict[str, object]:
    last = {"last_day_day": "1", "last_day_month": "4", "last_day_year": "2029"}
    return {"levers": [world.mission.mandates.get().levers.get().pk], **FIRST_DAY, **last}


FIRST_DAY = {"starts_on_day": "1", "starts_on_month": "5", "starts_on_year": "2026"}

ROWS = [
    Row("stewardship:missions", EVERYBODY),
    Row("stewardship:mission", EVERYBODY, one),
    Row("stewardship:propose", PROPOSERS, otherwise=403),
    Row(
        "stewardship:propose",
        PROPOSERS,
        ok=302,
        otherwise=403,
        method="post",
        data=lambda world: {**text(world), "council_types": ["district"]},
    ),
    Row("stewardship:edit", LEAD, one, others=may(LEAD)),
    Row("stewardship:edit", LEAD, one, ok=302, others=may(LEAD), method="post", data=text),
    Row("stewardship:mandate", ON_MISSION, one),
    Row("stewardship:mandate", ("director",), one, ok=302, others=may(("director",)), method="post", data=terms),
    Row("stewardship:status", ON_MISSION, one),
    Row("stewardship:status", LEAD, one, ok=302, others=may(LEAD), method="post", data=lambda world: {"to": "closing"}),
    Row("stewardship:people", (*ON_MISSION, "administrator"), one),
    Row(
        "stewardship:people",
        LOOK_AFTER,
        one,
        ok=302,
        others=may(LOOK_AFTER),
        method="post",
        data=lambda world: {"email": "new@x.example", "name": "New", "role": "member"},
    ),
    Row("stewardship:end_role", LOOK_AFTER, a_role, others=may(LOOK_AFTER)),
    Row("stewardship:end_role", LOOK_AFTER, a_role, ok=302, others=may(LOOK_AFTER), method="post"),
    Row("stewardship:hand_over", LOOK_AFTER, one, others=may(LOOK_AFTER)),
    Row(
        "stewardship:hand_over",
        LOOK_AFTER,
        one,
        ok=302,
        others=may(LOOK_AFTER),
        method="post",
        data=lambda world: {"to": world.person("member").pk},
    ),
]
