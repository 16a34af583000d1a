"""Co-design rounds: the team's pages, and those of who takes part (role and invitation and open round)."""

from collections.abc import Mapping
from typing import Any

from codesign.links import join_path
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, SIGNED_IN, Row
from tests.access.world import World

NOT_CURATORS = {role: 403 for role in ON_MISSION if role not in CURATORS}


def mission(world: World) -> Mapping[str, Any]:
    return {"mission": world.mission.slug}


def open_round(world: World) -> Mapping[str, Any]:
    return {"mission": world.mission.slug, "slug": world.round.slug}


def draft(world: World) -> Mapping[str, Any]:
    return {"mission": world.mission.slug, "slug": world.draft_round.slug}


def said(world: World) -> Mapping[str, Any]:
    return {**open_round(world), "pk": world.contribution.pk}


def invitation(world: World) -> Mapping[str, Any]:
    return {**open_round(world), "pk": world.invitation.pk}


def taking_part(world: World) -> Mapping[str, Any]:
    return {"pk": world.round.pk}


def token(world: World) -> Mapping[str, Any]:
    return {"token": join_path(world.invitation).rstrip("/").rpartition("/")[2]}


ROWS = [
    Row("codesign:rounds", ON_MISSION, mission),
    Row("codesign:create", CURATORS, mission, others=NOT_CURATORS),
    Row("codesign:round", ON_MISSION, open_round),
    Row("codesign:edit", CURATORS, draft, others=NOT_CURATORS),
    Row("codesign:invite", CURATORS, open_round, others=NOT_CURATORS),
    Row("codesign:contribution", ON_MISSION, said),
    # Nobody is invited to the draft, so who may launch is told that by a 409.
    Row("codesign:launch", CURATORS, draft, ok=409, method="post", others=NOT_CURATORS),
    Row("codesign:finish", CURATORS, open_round, ok=409, method="post", others=NOT_CURATORS),
    Row("codesign:withdraw", CURATORS, invitation, ok=302, method="post", others=NOT_CURATORS),
    Row(
        "codesign:link",
        CURATORS,
        said,
        ok=302,
        method="post",
        data=lambda world: {"pain_point": world.pain_point.pk},
        others=NOT_CURATORS,
    ),
    Row(
        "codesign:answer",
        CURATORS,
        said,
        ok=302,
        method="post",
        data=lambda world: {"what": "done", "text": "It is done."},
        others=NOT_CURATORS,
    ),
    Row("rounds:mine", SIGNED_IN),
    Row("rounds:join", EVERYBODY, token),
    Row("rounds:join", EVERYBODY, token, ok=302, method="post"),
    Row("rounds:take_part", ("participant",), taking_part),
    Row("rounds:submit", ("participant",), taking_part),
    Row(
        "rounds:submit",
        ("participant",),
        taking_part,
        ok=302,
        method="post",
        data=lambda world: {"text": "It hurts.", "severity": 3, "disclosure": "public"},
    ),
    Row("rounds:vote", ("participant",), taking_part),
    Row("rounds:vote", ("participant",), taking_part, ok=302, method="post"),
    Row("rounds:came_of_it", ("participant",), taking_part),
]
