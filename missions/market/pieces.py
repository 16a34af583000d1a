"""What areas above hold that a finding may rest on. Each declares here how a piece is found, and how it is shown to whom."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from missions.core.registries import Registry
from missions.stewardship.access import Standing

# As many as fit on a page; more words find fewer.
MOST_FOUND = 20


@dataclass(frozen=True)
class Piece:
    """One thing that an area holds: `pointer` is what it is found by again."""

    pointer: str
    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class PieceSource:
    """`find` gives what matches some words, `look_up` what stands behind pointers; both only what that person may read.

    `hidden` stands in place of a piece that a reader may not see.
    """

    label: str
    hidden: str
    find: Callable[[Standing, str], Sequence[Piece]]
    look_up: Callable[[Standing, Collection[str]], Mapping[str, Piece]]


piece_sources: Registry[PieceSource] = Registry()
