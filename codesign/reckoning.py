"""What comes out of a round's votes, as plain values that may be shown: positions by segment, consensus, reweighting, opinion groups.

The counts go through `publish` first; every other figure is worked out from what that lets through, so that nothing reveals a vote.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from codesign.ballots import Ballots, ballots_of
from codesign.consensus import agreement, importance, opinion, positions, publishing, ranges, representing
from codesign.consensus.opinion import Groups, find_groups
from codesign.consensus.publishing import Published, Shown, publish
from codesign.consensus.ranges import Range
from codesign.consensus.tally import Tally, tally
from codesign.models import Round
from codesign.segments import Dimension, dimensions
from codesign.weighed import weigh_up
from missions.core import clock

# A number changes when figures could come out otherwise; kept results say which version made them.
METHODS = (
    positions.VERSION,
    publishing.VERSION,
    agreement.VERSION,
    ranges.VERSION,
    representing.VERSION,
    opinion.VERSION,
    importance.VERSION,
)
Json = dict[str, Any]


def reckon(round_: Round) -> Json:
    """Everything that results show. The same number of queries whatever the size."""
    ballots = ballots_of(round_)
    councils = [int(council) for council in np.unique(ballots.council_of) if council]
    kinds = dimensions(round_.mission, set(councils), clock.london_day(round_.opens_at)) if not round_.imported_from else []
    found: Json = {
        "methods": list(METHODS),
        "people": ballots.voters,
        "councils": len(councils),
        "exist": sum(kinds[0].exist) if kinds else 0,
        "statements": [{"id": item.pk, "position": item.position, "text": item.text} for item in ballots.statements],
        "dimensions": [_by_dimension(ballots, councils, kind) for kind in kinds],
        "people_counts": _people(ballots) if round_.imported_from else [],
        "groups": _groups(ballots),
        "importance": weigh_up(round_),
    }
    if kinds:
        found["ranking"] = _ranking(found["dimensions"][0], kinds[0])
    return found


def _by_dimension(ballots: Ballots, councils: Sequence[int], kind: Dimension) -> Json:
    place = {council: number for number, council in enumerate(councils)}
    row = np.array([place.get(int(council), -1) for council in ballots.council_of], dtype=np.int64)
    held = positions.positions(ballots.column, row[ballots.row], ballots.value, (len(councils), len(ballots.statements)))
    segments = np.array([kind.segment_of[council] for council in councils], dtype=np.int64)
    counted = positions.by_segment(held, segments, len(kind.labels))
    answered = np.bincount(segments, minlength=len(kind.labels))
    return {
        "key": kind.key,
        "title": kind.title,
        "segments": [
            {"label": label, "answered": int(answered[place]), "exist": kind.exist[place]}
            for place, label in enumerate(kind.labels)
        ],
        "statements": [_published(publish(table.tolist())) for table in counted],
    }


def _published(found: Published) -> Json:
    return {"total": asdict(found.total), "rows": [asdict(row) for row in found.rows]}


def _ranking(by_type: Json, kind: Dimension) -> list[Json]:
    """For each statement how far the types agree together, and its place as answered and as if every council had."""
    exist = dict(enumerate(kind.exist))
    tables = [[shown(row) for row in item["rows"]] for item in by_type["statements"]]
    agreed = [ranges.share(shown(item["total"])) if item["rows"] else None for item in by_type["statements"]]
    weighted = [ranges.reweighted(rows, exist) for rows in tables]
    consensus = [ranges.consensus(rows) for rows in tables]
    places, weighted_places = ranges.ranks(agreed), ranges.ranks(weighted)
    return [
        {
            "consensus": _range(consensus[n]),
            "agreed": _range(agreed[n]),
            "reweighted": _range(weighted[n]),
            "place": places[n],
            "reweighted_place": weighted_places[n],
            "segments": sum(1 for row in tables[n] if row.size),
        }
        for n in range(len(tables))
    ]


def _range(found: Range | None) -> Json | None:
    return asdict(found) if found else None


def shown(row: Json) -> Shown:
    """A kept row."""
    return Shown(tuple(row["segments"]), row["size"], tuple(row["counts"]))


def _people(ballots: Ballots) -> list[Json]:
    """Counts of people by statement, where nobody speaks for a council."""
    counted = tally(ballots.column, np.zeros(len(ballots.column), dtype=np.int64), ballots.value, (1, len(ballots.statements)))
    return [_published(publish(_answers(counted, n))) for n in range(len(ballots.statements))]


def _answers(counted: Tally, statement: int) -> list[list[int]]:
    """Agree, disagree and pass by group, of one statement."""
    rows = zip(counted.agree[:, statement], counted.disagree[:, statement], counted.seen[:, statement], strict=True)
    return [[int(agree), int(disagree), int(seen - agree - disagree)] for agree, disagree, seen in rows]


def _groups(ballots: Ballots) -> Json:
    if not ballots.statements:
        return {"why": "There were no statements to vote on.", "voters": 0}
    found = find_groups(ballots.table())
    if not isinstance(found, Groups):
        return {"why": found.why, "voters": found.voters, "least": opinion.LEAST_VOTERS}
    counted = tally(ballots.column, found.labels[ballots.row], ballots.value, (found.count, len(ballots.statements)))
    keys = list(range(len(ballots.statements)))
    return {
        "voters": found.voters,
        "sizes": [int((found.labels == group).sum()) for group in range(found.count)],
        "silhouette": round(found.silhouette, 3),
        "stability": round(found.stability, 3),
        "statements": [_published(publish(_answers(counted, n))) for n in keys],
        "stands_for": [
            [{"statement": item.statement, "side": item.stands_for} for item in items if item.is_chosen and item.repness_test > 0]
            for items in representing.representing(counted, keys)
        ],
    }
