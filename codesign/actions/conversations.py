"""Published conversations become rounds that are over, with their statements and the numbered voters' last votes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from codesign.actions.reckoning import keep_results
from codesign.conversations import Conversation, statements_of
from codesign.models import Purpose, Round, Statement, Vote
from codesign.slugs import free_slug
from missions.core.audit import record
from missions.people.models import User
from missions.stewardship.models import Mission

LAST_MOMENT = dt.timedelta(seconds=1)
INCOMING = "SELECT * FROM unnest(%(statements)s::bigint[], %(voters)s::integer[], %(values)s::smallint[]) AS i (statement_id, voter, value)"
GONE = f"""
DELETE FROM codesign_vote v USING codesign_statement s
WHERE s.id = v.statement_id AND s.round_id = %(round)s
  AND NOT EXISTS (SELECT 1 FROM ({INCOMING}) i WHERE i.statement_id = v.statement_id AND i.voter = v.voter)
"""  # noqa: S608 - only constants are put together
KEEP = f"""
INSERT INTO codesign_vote (statement_id, voter, value) {INCOMING}
ON CONFLICT (statement_id, voter) DO UPDATE SET value = EXCLUDED.value WHERE codesign_vote.value <> EXCLUDED.value
"""


def import_conversation(*, by: User | None, mission: Mission, conversation: Conversation, now: dt.datetime) -> Round:
    """Store it whole, or bring the round that was read from it before in line with it; the same files twice change nothing."""
    with transaction.atomic():
        # Two imports of one conversation wait for one another.
        Mission.objects.select_for_update(of=("self",)).get(pk=mission.pk)
        round_, is_new = _round(mission, conversation, now)
        statements = _keep_statements(round_, conversation)
        changed = _keep_votes(round_, conversation, statements)
        keep_results(round_, now=now)
        if is_new or changed:
            counts = conversation.counts()
            record("round.import", by=by, subject=round_, mission=mission, statements=counts["statements"], votes=counts["votes"])
    return round_


def _round(mission: Mission, conversation: Conversation, now: dt.datetime) -> tuple[Round, bool]:
    found = Round.objects.filter(mission=mission, imported_from=conversation.key).first()
    if found is not None:
        return found, False
    made = Round.objects.create(
        mission=mission,
        slug=free_slug(mission, conversation.title),
        title=conversation.title,
        purpose=Purpose.PRIORITISE,
        question=conversation.question,
        minutes=0,
        opens_at=conversation.first_at or now,
        closes_at=(conversation.last_at or now) + LAST_MOMENT,
        status="responded",
        imported_from=conversation.key,
    )
    return made, True


def _keep_statements(round_: Round, conversation: Conversation) -> Mapping[int, int]:
    """Statements by number: new ones are added, changed ones changed, none is deleted."""
    rows = statements_of(conversation)
    for row in rows:
        row.round = round_
    Statement.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["round", "number"], update_fields=["text", "moderation"], batch_size=2_000
    )
    stored = Statement.objects.filter(round=round_, number__isnull=False)
    return {number: pk for number, pk in stored.values_list("number", "pk") if number is not None}


def _keep_votes(round_: Round, conversation: Conversation, statements: Mapping[int, int]) -> int:
    """Both ways set-based: what the files don't hold goes, the rest is added or changed. How many votes that was."""
    given: dict[str, Any] = {
        "round": round_.pk,
        "statements": [statements[number] for number, _ in conversation.votes],
        "voters": [voter for _, voter in conversation.votes],
        "values": [int(value) for value in conversation.votes.values()],
    }
    changed = 0
    with connection.cursor() as cursor:
        if Vote.objects.filter(statement__round=round_).exists():
            cursor.execute(GONE, given)
            changed += cursor.rowcount
        cursor.execute(KEEP, given)
        return changed + int(cursor.rowcount)
