"""Setting a round up, coming to it, and workshops: the team's pages, and the links that only who got them can open."""

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from codesign.links import token_of
from codesign.models import Invitation, Round
from codesign.setup_models import Note, OpenTo, Terms
from codesign.terms import freeze
from missions.core.models import Job
from tests import making
from tests.access.of_codesign import NOT_CURATORS, draft, open_round, taking_part, weighing
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, Row
from tests.access.world import World


def frozen(world: World) -> Mapping[str, Any]:
    if not Terms.objects.filter(round=world.round).exists():
        freeze(world.round, now=timezone.now())
    return open_round(world)


def opened(world: World) -> Mapping[str, Any]:
    OpenTo.objects.get_or_create(round=world.round, organisation=world.council, domain="ayton.example")
    return {"pk": world.round.pk}


def job(world: World) -> Mapping[str, Any]:
    """A file that the lead sent: nobody else on the mission opens it, but administrators know that it exists."""
    made, _ = Job.objects.get_or_create(
        kind="import.invitations",
        asked_by_id=world.person("lead").pk,
        parameters={"round": world.round.pk},
        status=Job.Status.CANCELLED,
    )
    return {**open_round(world), "job": made.public_id}


def note(world: World) -> Mapping[str, Any]:
    return {**open_round(world), "pk": a_note(world).pk}


def a_note(world: World) -> Note:
    invitation = making.make_invitation(world.round, world.council)
    return Note.objects.create(
        invitation=invitation,
        text="Trees are typed twice.",
        disclosure="public",
        held_on=dt.date(2026, 8, 20),
        entered_by=world.person("lead"),
    )


def told(world: World) -> Mapping[str, Any]:
    return {"token": token_of(a_note(world).invitation)}


def unopened(world: World) -> Mapping[str, Any]:
    return {"token": token_of(making.make_invitation(world.round, world.council))}


def invitation(world: World) -> Mapping[str, Any]:
    return {**open_round(world), "pk": world.invitation.pk}


def a_file(world: World) -> Mapping[str, Any]:
    file = io.BytesIO(b"email,council\njo@ayton.example,AAA\n")
    file.name = "people.csv"
    return {"file": file}


def closed(world: World) -> Mapping[str, Any]:
    """A participant with an invitation, a minute too late."""
    weighing(world)
    Round.objects.filter(pk=world.round.pk).update(closes_at=timezone.now() - dt.timedelta(minutes=1))
    return taking_part(world)


def uninvited(world: World) -> Mapping[str, Any]:
    """A participant whose invitation was taken back, in a round that is open."""
    Invitation.objects.filter(pk=world.participant.invitation_id).update(withdrawn_at=timezone.now())
    return taking_part(world)


NOTES = {"texts": "Trees are typed twice.", "disclosure": "public"}
DAY = {"held_on_day": "20", "held_on_month": "8", "held_on_year": "2026"}
LATER = {"closes_on_day": "1", "closes_on_month": "2", "closes_on_year": "2098", "reason": "Half were away."}

ROWS = [
    Row("codesign:preview", ON_MISSION, draft),
    Row("codesign:terms", ON_MISSION, frozen),
    Row("codesign:extend", CURATORS, open_round, others=NOT_CURATORS),
    Row("codesign:extend", CURATORS, open_round, ok=302, method="post", data=lambda world: LATER, others=NOT_CURATORS),
    Row("codesign:doors", CURATORS, open_round, others=NOT_CURATORS),
    Row(
        "codesign:doors",
        CURATORS,
        open_round,
        ok=302,
        method="post",
        data=lambda world: {"councils": "Ayton, ayton.example"},
        others=NOT_CURATORS,
    ),
    Row("codesign:invite_file", CURATORS, open_round, others=NOT_CURATORS),
    Row("codesign:invite_file", CURATORS, open_round, ok=302, method="post", data=a_file, others=NOT_CURATORS),
    Row("codesign:invite_job", ("lead",), job),
    # Nothing was sent to this invitation, so who may note that it came back is told that by a 409.
    Row("codesign:came_back", CURATORS, invitation, ok=409, method="post", others=NOT_CURATORS),
    Row("codesign:notes", ON_MISSION, open_round),
    Row("codesign:enter_notes", CURATORS, open_round, others=NOT_CURATORS),
    Row(
        "codesign:enter_notes",
        CURATORS,
        open_round,
        ok=302,
        method="post",
        data=lambda world: {**NOTES, **DAY, "addresses": "jo@ayton.example, Ayton"},
        others=NOT_CURATORS,
    ),
    Row("codesign:withdraw_note", CURATORS, note, ok=302, method="post", others=NOT_CURATORS),
    # Role and invitation and open round: without any of the three there is no way in.
    Row("rounds:submit", ("participant",), closed, ok=409),
    Row("rounds:submit", ("participant",), closed, ok=409, method="post"),
    Row("rounds:vote", ("participant",), closed, ok=409, method="post"),
    Row("rounds:weigh", ("participant",), closed, ok=409, method="post"),
    Row("rounds:take_part", (), uninvited),
    Row("rounds:submit", (), uninvited, method="post"),
    Row("rounds:vote", (), uninvited, method="post"),
    Row("rounds:weigh", (), uninvited, method="post"),
    # The link is the right: whoever it was sent to opens it, signed in or not.
    Row("rounds:confirm", EVERYBODY, told),
    Row("rounds:confirm", EVERYBODY, told, ok=302, method="post"),
    Row("rounds:hand_on", EVERYBODY, unopened),
    Row("rounds:come", EVERYBODY, opened),
    Row("rounds:come", EVERYBODY, opened, method="post", data=lambda world: {"email": "jo@ayton.example"}),
]
