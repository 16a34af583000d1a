"""Findings that wait: drafts that rest on nothing yet, and drafts that nobody has judged."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from missions.core import clock
from missions.core.registries import Gap, GapRule, counted_as
from missions.market.models import Finding

NO_EVIDENCE = "Findings that rest on nothing yet"
NOT_JUDGED = "Findings that nobody has judged"


def drafts(mission_ids: Iterable[int], day: dt.date) -> Any:
    """Drafts of missions that run."""
    return Finding.objects.filter(mission__in=list(mission_ids), status="draft").exclude(mission__status="closed")


def find(mission_ids: Iterable[int], day: dt.date) -> Iterator[Gap]:
    """Each draft is one gap. One query."""
    for finding in drafts(mission_ids, day).with_pieces().select_related("mission").order_by("written_at", "pk"):
        sentence = "is judged by nobody yet" if finding.pieces else "rests on nothing yet"
        yield Gap(
            NOT_JUDGED if finding.pieces else NO_EVIDENCE,
            f"{finding.reference} {sentence}: {finding.statement}",
            finding.get_absolute_url(),
            finding.mission_id,
            clock.london_day(finding.written_at),
        )


FINDINGS_RULE = GapRule(
    "Market findings that rest on no evidence, or that nobody has judged",
    find,
    lambda ids, day: [
        counted_as(NO_EVIDENCE, drafts(ids, day).resting_on_something(False)),
        counted_as(NOT_JUDGED, drafts(ids, day).resting_on_something(True)),
    ],
)
