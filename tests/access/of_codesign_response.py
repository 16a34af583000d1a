"""Co-design rounds: how a round is answered, and what came of it."""

from collections.abc import Mapping
from typing import Any

from codesign.following import SIGNER
from tests import making
from tests.access.of_codesign import NOT_CURATORS, mission, open_round
from tests.access.of_codesign_drafts import answered
from tests.access.rows import CURATORS, EVERYBODY, ON_MISSION, SIGNED_IN, Row
from tests.access.world import World


def finished(world: World) -> Mapping[str, Any]:
    """A round that is finished: everybody reads its response."""
    found = world.mission.rounds.filter(status="responded").first() or making.make_round(world.mission, status="responded")
    return {"mission": world.mission.slug, "slug": found.slug}


def follower(world: World) -> Mapping[str, Any]:
    """The link in a message: whoever holds it may stop that person’s messages, and nothing else."""
    return {"token": SIGNER.sign(str(world.participant.pk))}


ROWS = [
    Row("codesign:answer_many", CURATORS, open_round, others=NOT_CURATORS),
    Row(
        "codesign:answer_many",
        CURATORS,
        open_round,
        ok=302,
        method="post",
        data=lambda world: {"said": [world.contribution.pk], "what": "will", "text": "We will."},
        others=NOT_CURATORS,
    ),
    Row("codesign:burden", ON_MISSION, mission),
    Row("codesign:download_burden", ON_MISSION, mission),
    Row("rounds:follow", EVERYBODY, follower),
    Row("rounds:follow", EVERYBODY, follower, ok=302, method="post"),
    Row("codesign:responses", EVERYBODY, mission),
    Row("codesign:response", EVERYBODY, finished),
    Row("codesign:response_table", EVERYBODY, finished),
    Row("codesign:response_log", EVERYBODY, finished),
    Row("codesign:response_pdf", SIGNED_IN, finished, ok=302, method="post"),
    Row("codesign:draft_response_table", EVERYBODY, answered),
    Row("codesign:draft_response_pdf", SIGNED_IN, answered, ok=302, method="post"),
]
