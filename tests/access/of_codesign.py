"""Co-design rounds: the team's pages, and those of who takes part (role and invitation and open round)."""

from collections.abc import Mapping
from typing import Any

from codesign.links import join_path
from tests import making
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


def first_statement(world: World) -> Mapping[str, Any]:
    return {**open_round(world), "position": 1}


def invitation(world: World) -> Mapping[str, Any]:
    return {**open_round(world), "pk": world.invitation.pk}


def taking_part(world: World) -> Mapping[str, Any]:
    return {"pk": world.round.pk}


def merged(world: World) -> Mapping[str, Any]:
    """A merge of the world's submission, made anew once it is undone."""
    made = world.round.merges.create(pain_point=world.pain_point, merged_by=world.person("lead"))
    made.parts.create(contribution=world.contribution, is_new=True)
    return {**open_round(world), "pk": made.pk}


def merged_part(world: World) -> Mapping[str, Any]:
    said = world.participant.contributions.first() or making.make_contribution(world.participant)
    made = world.round.merges.create(pain_point=world.pain_point, merged_by=world.person("lead"))
    return {**taking_part(world), "part": made.parts.create(contribution=said, is_new=True).pk}


def weighing(world: World) -> Mapping[str, Any]:
    """The open round has two things to put in order from here on."""
    if not world.round.items.exists():
        for position in (1, 2):
            world.round.items.create(position=position, text=f"Thing {position}")
    return taking_part(world)


def token(world: World) -> Mapping[str, Any]:
    return {"token": join_path(world.invitation).rstrip("/").rpartition("/")[2]}


ROWS = [
    Row("codesign:rounds", ON_MISSION, mission),
    Row("codesign:create", CURATORS, mission, others=NOT_CURATORS),
    Row("codesign:round", ON_MISSION, open_round),
    Row("codesign:results", ON_MISSION, open_round),
    # The round is open, so nothing is shown yet, to anybody.
    Row("codesign:statement_results", ON_MISSION, first_statement, ok=404),
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
    Row("codesign:moderation", ON_MISSION, open_round),
    Row("codesign:download_moderation", ON_MISSION, open_round),
    Row("codesign:reject", CURATORS, said, others=NOT_CURATORS),
    Row("codesign:accept", CURATORS, open_round, ok=302, method="post", others=NOT_CURATORS),
    Row("codesign:merges", ON_MISSION, open_round),
    Row("codesign:merge", CURATORS, open_round, others=NOT_CURATORS),
    Row("codesign:undo_merge", CURATORS, merged, ok=302, method="post", others=NOT_CURATORS),
    Row("rounds:object", ("participant",), merged_part),
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
    Row("rounds:weigh", ("participant",), weighing),
    Row(
        "rounds:weigh",
        ("participant",),
        weighing,
        ok=302,
        method="post",
        data=lambda world: {"order": list(world.round.items.values_list("pk", flat=True)), "move": "keep"},
    ),
    Row("rounds:came_of_it", ("participant",), taking_part),
]
