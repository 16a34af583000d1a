"""What became of an element from one version of a draft to another: its identifier stays, its words may not."""

from collections.abc import Iterable, Mapping
from typing import Protocol

SAME, CHANGED, REMOVED, ADDED = "same", "changed", "removed", "added"
LABELS = {SAME: "Same", CHANGED: "Changed", REMOVED: "Removed", ADDED: "New"}


class Worded(Protocol):
    """An element as it is worded in one version."""

    ref: str
    title: str
    definition: str


def became(earlier: Iterable[Worded], later: Iterable[Worded]) -> dict[str, str]:
    """Same, changed, removed or added, by identifier, for every element of either version. Spaces at line ends don't count."""
    before, after = _words(earlier), _words(later)
    found = {ref: REMOVED if ref not in after else SAME if after[ref] == words else CHANGED for ref, words in before.items()}
    return {**found, **{ref: ADDED for ref in after if ref not in before}}


def _words(elements: Iterable[Worded]) -> Mapping[str, tuple[str, ...]]:
    return {
        item.ref: (item.title.strip(), *(line.rstrip() for line in item.definition.strip().splitlines())) for item in elements
    }
