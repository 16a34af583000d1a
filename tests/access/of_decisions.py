"""Decisions: the people on the mission see them, the lead asks, the person asked answers."""

import datetime as dt

from missions.decisions.models import Delegation
from tests import making
from tests.access.rows import ON_MISSION, Row
from tests.access.world import World

BUT_LEAD = {role: 403 for role in ON_MISSION if role != "lead"}
BUT_DIRECTOR = {role: 403 for role in ON_MISSION if role != "director"}


def mission(world: World) -> dict[str, str]:
    return {"mission": world.mission.slug}


def one(world: World) -> dict[str, object]:
    return {"mission": world.mission.slug, "pk": world.decision.pk}


def sent_back(world: World) -> dict[str, object]:
    world.decision.status = "more-asked"
    world.decision.save()
    return one(world)


def question(world: World) -> dict[str, object]:
    return {
        "question": "Should the standard be law?",
        "options": ["agree", "decline"],
        "asked_of": world.person("director").pk,
        "due_on_day": "1",
        "due_on_month": "4",
        "due_on_year": "2099",
    }


def undecided(world: World) -> dict[str, object]:
    return {**mission(world), "slug": making.make_iteration(world.mission, serves=world.intervention).slug}


ROWS = [
    Row("decisions:decide_iteration", ("lead",), undecided, others=BUT_LEAD),
    Row(
        "decisions:decide_iteration",
        ("lead",),
        undecided,
        ok=302,
        others=BUT_LEAD,
        method="post",
        data=lambda world: {"outcome": "adapt", "rationale": "It works."},
    ),
    Row("decisions:decisions", ON_MISSION, mission),
    Row("decisions:decision", ON_MISSION, one),
    Row("decisions:ask", ("lead",), mission, others=BUT_LEAD),
    Row("decisions:ask", ("lead",), mission, ok=302, others=BUT_LEAD, method="post", data=question),
    Row("decisions:take", ("director",), one, others=BUT_DIRECTOR),
    Row(
        "decisions:take",
        ("director",),
        one,
        ok=302,
        others=BUT_DIRECTOR,
        method="post",
        data=lambda world: {"outcome": "scale", "rationale": "It works."},
    ),
    Row("decisions:ask_for_more", ("director",), one, others=BUT_DIRECTOR),
    Row(
        "decisions:ask_for_more",
        ("director",),
        one,
        ok=302,
        others=BUT_DIRECTOR,
        method="post",
        data=lambda world: {"question": "What does it cost?"},
    ),
    Row("decisions:answer_with_more", ("lead",), sent_back, others=BUT_LEAD),
    Row(
        "decisions:answer_with_more",
        ("lead",),
        sent_back,
        ok=302,
        others=BUT_LEAD,
        method="post",
        data=lambda world: {"answer": "£1 million."},
    ),
    Row("decisions:withdraw", ("lead",), one, ok=302, others=BUT_LEAD, method="post"),
]


def delegation(world: World) -> dict[str, object]:
    given = Delegation.objects.create(
        mission=world.mission,
        director=world.person("director"),
        delegate=world.person("lead"),
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2099, 1, 1),
    )
    return {"mission": world.mission.slug, "pk": given.pk}


def a_deputy(world: World) -> dict[str, object]:
    days = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2098"}
    return {"to": world.person("member").pk, **days, "last_day_day": "1", "last_day_month": "5", "last_day_year": "2098"}


ROWS += [
    Row("decisions:delegations", ON_MISSION, mission),
    Row("decisions:delegations", ("director",), mission, ok=302, others=BUT_DIRECTOR, method="post", data=a_deputy),
    Row("decisions:end_delegation", ("director",), delegation, ok=302, others=BUT_DIRECTOR, method="post"),
]
