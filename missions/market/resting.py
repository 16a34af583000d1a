"""What findings rest on, as one person may read it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from missions.core import clock, formats
from missions.market.models import FindingEvidence
from missions.market.pieces import Piece, piece_sources
from missions.stewardship.access import Standing


@dataclass(frozen=True)
class Shown:
    """One piece of evidence in words. `source` tells where it comes from, `pointer` which thing there; hidden pieces have no address."""

    pk: int
    finding_id: int
    source: str
    label: str
    text: str
    url: str = ""
    note: str = ""
    pointer: str = ""
    is_hidden: bool = False


def resting_on(standing: Standing, evidence: Iterable[FindingEvidence]) -> list[Shown]:
    """Every piece in words; one look-up for each area that some of them point to."""
    rows = list(evidence)
    found: dict[str, Mapping[str, Piece]] = {}
    for name in piece_sources.names():
        pointers = {row.pointer for row in rows if row.source == name}
        found[name] = piece_sources[name].look_up(standing, pointers) if pointers else {}
    return [_shown(standing, row, found.get(row.source, {})) for row in rows]


def _shown(standing: Standing, row: FindingEvidence, pieces: Mapping[str, Piece]) -> Shown:
    if row.source == "figure":
        return _figure(standing, row)
    if row.source == "document":
        return Shown(row.pk, row.finding_id, row.source, "Document", row.title, row.url)
    source, piece = piece_sources[row.source], pieces.get(row.pointer)
    if piece is None:
        return Shown(row.pk, row.finding_id, row.source, source.label, source.hidden, is_hidden=True)
    return Shown(row.pk, row.finding_id, row.source, source.label, piece.text, piece.url, piece.note, row.pointer)


def _figure(standing: Standing, row: FindingEvidence) -> Shown:
    figure = row.figure or {}
    day = dt.date.fromisoformat(figure["as_at"])
    note = (
        f"As at {formats.day(day)}, with {figure['known']:,} of {figure['exist']:,} councils known. Frozen on "
        f"{formats.day(clock.london_day(dt.datetime.fromisoformat(figure['frozen_at'])))}. {figure['method']}."
    )
    url = f"{reverse('market:market', args=[standing.mission.slug])}?on={day.isoformat()}"
    return Shown(row.pk, row.finding_id, row.source, "Figure", f"{figure['label']}: {figure['text']}", url, note)
