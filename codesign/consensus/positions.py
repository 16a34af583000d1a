"""One council, one position: what a council's people say together, however many they are."""

import numpy as np
import numpy.typing as npt

from codesign.consensus.tally import Counts, tally

VERSION = "council positions 1"

# The columns of a table of positions. Passing alone is a position of its own; beside a side taken it changes nothing.
POSITIONS = ("agree", "disagree", "split", "pass")


def positions(statements: Counts, councils: Counts, values: Counts, shape: tuple[int, int]) -> Counts:
    """Each council's position on each statement as a column of `POSITIONS`, −1 where none of its people answered.

    Takes votes as three arrays of one length: column of the statement, row of the voter's council (−1: in none), value.
    """
    counted = tally(statements, councils, values, shape)
    agrees, disagrees = counted.agree > 0, counted.disagree > 0
    found = np.full(shape, -1, dtype=np.int64)
    found[counted.seen > 0] = POSITIONS.index("pass")
    found[agrees] = POSITIONS.index("agree")
    found[disagrees] = POSITIONS.index("disagree")
    found[agrees & disagrees] = POSITIONS.index("split")
    return found


def by_segment(held: Counts, segments: npt.NDArray[np.int64], count: int) -> Counts:
    """Councils by statement, segment and position."""
    table = np.zeros((held.shape[1], count, len(POSITIONS)), dtype=np.int64)
    council, statement = np.nonzero(held >= 0)
    np.add.at(table, (statement, segments[council], held[council, statement]), 1)
    return table
