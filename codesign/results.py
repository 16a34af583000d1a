"""What came out of a round, ready for pages: figures kept when it closed, and nothing that could reveal how anybody voted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from codesign.consensus.positions import POSITIONS
from codesign.consensus.publishing import LEAST
from codesign.consensus.ranges import Range
from codesign.importances import Importance, importance_of
from codesign.models import Round, RoundResults
from codesign.opinions import OpinionGroups, opinion_groups
from codesign.reckoning import shown

HEADERS = {"agree": "Agree", "disagree": "Disagree", "split": "Split", "pass": "Pass"}


@dataclass(frozen=True)
class Line:
    """One row of a table: who, how many answered, and each count in the order of the headers (None: hidden)."""

    label: str
    size: int
    counts: tuple[int | None, ...]
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatementResult:
    """One statement: counts over everybody, how far the types of council agree together, and its place."""

    position: int
    text: str
    total: Line
    is_shown: bool
    consensus: Range | None = None
    agreed: Range | None = None
    place: int | None = None
    reweighted: Range | None = None
    reweighted_place: int | None = None

    @property
    def moves(self) -> bool:
        """Whether its place would be another if councils counted by how many there are."""
        return self.place != self.reweighted_place


@dataclass(frozen=True)
class Segment:
    """One kind of council, with how many answered of those that exist."""

    label: str
    answered: int
    exist: int


@dataclass(frozen=True)
class Breakdown:
    """How the segments of one kind answered a statement."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Results:
    """What pages show of a round's votes."""

    content: dict[str, Any]
    kept_at: dt.datetime
    statements: Sequence[StatementResult]
    coverage: Sequence[tuple[str, Sequence[Segment]]]
    groups: OpinionGroups
    importance: Importance | None

    @property
    def headers(self) -> list[str]:
        """What is counted: positions of councils, or answers of people where nobody speaks for a council."""
        return [HEADERS[name] for name in (POSITIONS if self.of_councils else ("agree", "disagree", "pass"))]

    @property
    def of_councils(self) -> bool:
        """Whether councils are counted."""
        return bool(self.content["dimensions"])

    def breakdowns(self, position: int) -> list[Breakdown]:
        """How council types, regions and users of each supplier answered one statement."""
        place = [item.position for item in self.statements].index(position)
        return [_breakdown(kind, place) for kind in self.content["dimensions"]]


def results_of(round_: Round, *, now: dt.datetime) -> Results | None:
    """What was kept when the round closed; one query.

    Nothing while it is open: whoever watched counts move as people answer could read a single answer off them. None, too, in the
    minute until the job that closes rounds has counted.
    """
    if not round_.is_over_at(now):
        return None
    kept = RoundResults.objects.filter(round=round_).first()
    if kept is None or not (kept.content["statements"] or kept.content.get("importance")):
        return None
    content = kept.content
    coverage = [(kind["title"], [Segment(**item) for item in kind["segments"]]) for kind in content["dimensions"]]
    return Results(content, kept.kept_at, _statements(content), coverage, opinion_groups(content), importance_of(content))


def _statements(content: dict[str, Any]) -> list[StatementResult]:
    tables = content["dimensions"][0]["statements"] if content["dimensions"] else content["people_counts"]
    ranking = content.get("ranking") or [{}] * len(tables)
    found = []
    for item, table, ranked in zip(content["statements"], tables, ranking, strict=True):
        total = table["total"]
        found.append(
            StatementResult(
                item["position"],
                item["text"],
                Line("All", total["size"], tuple(total["counts"])),
                is_shown=bool(table["rows"]),
                consensus=_range(ranked.get("consensus")),
                agreed=_range(ranked.get("agreed")),
                place=ranked.get("place"),
                reweighted=_range(ranked.get("reweighted")),
                reweighted_place=ranked.get("reweighted_place"),
            )
        )
    return found


def _range(kept: dict[str, float] | None) -> Range | None:
    return Range(**kept) if kept else None


def _breakdown(kind: dict[str, Any], place: int) -> Breakdown:
    names = [item["label"] for item in kind["segments"]]
    table = kind["statements"][place]
    lines = [_line(shown(row), names) for row in table["rows"] if row["size"]]
    return Breakdown(kind["title"], lines)


def _line(row: Any, names: Sequence[str]) -> Line:
    members = tuple(names[segment] for segment in row.segments)
    if len(members) == 1:
        return Line(members[0], row.size, row.counts)
    return Line(f"Others, each with fewer than {LEAST} or put with them", row.size, row.counts, members)
