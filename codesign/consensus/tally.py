"""Votes as counts by group and statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
AGREE, DISAGREE, PASS = 1, -1, 0


@dataclass(frozen=True)
class Tally:
    """Votes counted by group (row) and statement (column). Passes count as seen."""

    agree: Counts
    disagree: Counts
    seen: Counts


def tally(statements: Counts, groups: Counts, values: Counts, shape: tuple[int, int]) -> Tally:
    """Count votes given as three arrays of one length: column of the statement, row of the voter's group (−1: in none), value."""
    known = groups >= 0
    cell = groups[known] * shape[1] + statements[known]
    chosen = values[known]

    def count(of: npt.NDArray[np.bool_]) -> Counts:
        return np.bincount(cell[of], minlength=shape[0] * shape[1]).reshape(shape).astype(np.int64)

    return Tally(count(chosen == AGREE), count(chosen == DISAGREE), count(np.ones(len(cell), dtype=np.bool_)))


def tally_by_person(
    votes: Mapping[tuple[int, int], int], statements: Sequence[int], group_of: Mapping[int, int], groups: int
) -> Tally:
    """Count votes by (person, statement), with the row of each person's group."""
    column = {statement: place for place, statement in enumerate(statements)}
    rows = [(column[statement], group_of.get(person, -1), value) for (person, statement), value in votes.items()]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return tally(table[:, 0], table[:, 1], table[:, 2], (groups, len(statements)))
