"""The published response to a round: what was made of each submission, with the words that their authors let everybody read.

An answer to words that aren’t public isn’t shown either, since it may repeat them; what came of it is. Once a round is finished
everybody may read it. Words go when their author is forgotten.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from codesign.models import Contribution, Moderated, Round, WhatHappened
from codesign.querysets import ContributionQuerySet
from missions.core import clock
from missions.problems.models import Disclosure

HEADERS = ("submission", "received-on", "from", "said", "what-came-of-it", "answer", "answered-on")
LOG_HEADERS = ("submission", "received-on", "decided-on", "decision", "reason")


@dataclass(frozen=True)
class Row:
    """One submission as everybody may read it: who speaks, by kind only; `said` and `answer` are empty where they aren’t public."""

    number: int
    received_on: Any
    speaker: str
    said: str
    what: str
    answer: str
    answered_on: Any
    is_left_out: bool


def answered_in(round_: Round) -> ContributionQuerySet:
    """Submissions with an answer, in the order in which they came."""
    found = Contribution.objects.readable().filter(participant__round=round_, response__isnull=False)
    related = found.select_related("evidence", "response", "participant__organisation", "moderated")
    return related.order_by("submitted_at", "pk")


def row_of(said: Contribution) -> Row:
    """What may be read of it. One that was left out keeps its reason, and its words stay with the team."""
    council, moderated = said.participant.organisation, getattr(said, "moderated", None)
    is_left_out = moderated is not None and bool(moderated.reason)
    is_public = said.evidence.disclosure == Disclosure.PUBLIC and not is_left_out
    return Row(
        number=said.pk,
        received_on=clock.london_day(said.submitted_at),
        speaker=council.get_council_type_display()
        if council and council.council_type
        else said.participant.get_segment_display(),
        said=said.evidence.text if is_public else "",
        what=said.response.get_what_display(),
        answer=said.response.text if is_public or is_left_out else "",
        answered_on=clock.london_day(said.response.answered_at),
        is_left_out=is_left_out,
    )


def totals(round_: Round) -> list[tuple[str, int]]:
    """How many submissions got which answer. One query."""
    counted = dict(answered_in(round_).order_by().values_list("response__what").annotate(Count("pk")))
    return [(str(what.label), counted.get(what, 0)) for what in WhatHappened]


def response_lines(round_: Round) -> Iterator[tuple[object, ...]]:
    """The response as a table."""
    yield HEADERS
    for said in answered_in(round_).iterator(chunk_size=500):
        row = row_of(said)
        yield row.number, row.received_on, row.speaker, row.said, row.what, row.answer, row.answered_on


def log_lines(decided: Iterable[Moderated]) -> Iterator[tuple[object, ...]]:
    """Every decision of moderation as a table: no names, no words of submissions."""
    yield LOG_HEADERS
    for item in decided:
        received, day = clock.london_day(item.contribution.submitted_at), clock.london_day(item.decided_at)
        yield item.contribution_id, received, day, "rejected" if item.reason else "accepted", item.reason


def decisions_in(round_: Round) -> Any:
    """What moderation decided, the earliest first."""
    decided = Moderated.objects.filter(contribution__participant__round=round_).select_related("contribution")
    return decided.order_by("decided_at", "pk")
