"""What a finding about the market may rest on here: how many councils say that something is in their way."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count
from django.urls import reverse

from missions.adoption.blocking import blockers_on
from missions.core import formats
from missions.market.pieces import MOST_FOUND, Piece, PieceSource
from missions.problems.models import Barrier
from missions.stewardship.access import Standing


def find(standing: Standing, query: str) -> Sequence[Piece]:
    """By the intervention or the kind of barrier; one query."""
    words = query.lower()
    return [item for item in _pieces(standing) if words in item.text.lower()][:MOST_FOUND]


def look_up(standing: Standing, pointers: Collection[str]) -> Mapping[str, Piece]:
    """By intervention and barrier; one query."""
    return {item.pointer: item for item in _pieces(standing) if item.pointer in pointers}


def _pieces(standing: Standing) -> list[Piece]:
    """As councils say today; only people on the mission know who is held up by what."""
    if not standing.is_on_it:
        return []
    rows = blockers_on(standing.on, intervention__mission=standing.mission).order_by()
    grouped = rows.values("intervention", "intervention__slug", "intervention__name", "barrier")
    return [_piece(standing, row) for row in grouped.annotate(councils=Count("organisation")).order_by("-councils", "barrier")]


def _piece(standing: Standing, row: Mapping[str, object]) -> Piece:
    barrier, councils = str(row["barrier"]), int(str(row["councils"]))
    who = "1 council says" if councils == 1 else f"{councils:,} councils say"
    url = reverse("adoption:blockers", args=[standing.mission.slug, row["intervention__slug"]])
    return Piece(
        f"{row['intervention']}:{barrier}",
        f"{who} what is in the way of {row['intervention__name']}: {Barrier(barrier).label.lower()}",
        f"{url}?barrier={barrier}",
        f"As councils said by {formats.day(standing.on)}.",
    )


BLOCKERS = PieceSource("What holds councils up", "What councils told the mission team about what is in their way.", find, look_up)
