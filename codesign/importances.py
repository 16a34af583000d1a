"""What mattered most, ready for pages: places and scores that rest on 3 councils or more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from codesign.models import Weighing
from codesign.weighed import ranked


@dataclass(frozen=True)
class Weighed:
    """One thing: its place and score, its place if every council had answered, and its place in an earlier round."""

    text: str
    pain_point: str | None
    place: int
    percent: int
    reweighted_place: int
    earlier_place: int | None

    @property
    def moves(self) -> bool:
        """Whether its place would be another if councils counted by how many there are."""
        return self.place != self.reweighted_place


@dataclass(frozen=True)
class TypeOfCouncil:
    """The order in which one type of council, or several small ones together, put things."""

    label: str
    councils: int
    first: str


@dataclass(frozen=True)
class Importance:
    """What the page shows. Without items: fewer than 3 councils answered."""

    is_rank: bool
    councils: int
    items: Sequence[Weighed]
    types: Sequence[TypeOfCouncil]
    earlier: dict[str, Any] | None


def importance_of(content: dict[str, Any]) -> Importance | None:
    """From what was kept when the round closed; None where it wasn't asked."""
    kept = content.get("importance")
    if not kept:
        return None
    return Importance(kept["how"] == Weighing.RANK, len(kept["councils"]), _items(kept), _types(kept), kept["earlier"])


def _items(kept: dict[str, Any]) -> list[Weighed]:
    if not kept["scores"]:
        return []
    earlier = kept["earlier"]["places"] if kept["earlier"] else {}
    rows = zip(kept["items"], kept["scores"], ranked(kept["scores"]), ranked(kept["reweighted"]), strict=True)
    found = [
        Weighed(item["text"], item["pain_point"], place, round(100 * score), weighted, earlier.get(item["pain_point"]))
        for item, score, place, weighted in rows
    ]
    return sorted(found, key=lambda item: item.place)


def _types(kept: dict[str, Any]) -> list[TypeOfCouncil]:
    texts = [item["text"] for item in kept["items"]]
    found = []
    for group, size, scores in kept["rows"]:
        first = " and ".join(text for text, score in zip(texts, scores, strict=True) if score == max(scores))
        found.append(TypeOfCouncil(", ".join(kept["segments"][segment] for segment in group), size, first))
    return found
