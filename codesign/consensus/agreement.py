"""Group-informed consensus: how far every group agrees, so that a large group can't speak for a small one."""

import numpy as np
import numpy.typing as npt

from codesign.consensus.tally import Tally

VERSION = "group-informed consensus 1"


def shares(tally: Tally) -> npt.NDArray[np.float64]:
    """(agrees + 1) / (votes seen + 2) by group and statement: a share that a group of few can't bring to 0 or 1."""
    found: npt.NDArray[np.float64] = (tally.agree + 1) / (tally.seen + 2)
    return found


def group_informed_consensus(tally: Tally) -> npt.NDArray[np.float64]:
    """The raw product of the groups' shares, by statement, as Polis defines it. It falls with the number of groups."""
    found: npt.NDArray[np.float64] = np.prod(shares(tally), axis=0)
    return found


def geometric_mean(tally: Tally) -> npt.NDArray[np.float64]:
    """The product's root by the number of groups, so that figures over different numbers of groups compare."""
    found: npt.NDArray[np.float64] = group_informed_consensus(tally) ** (1 / max(len(tally.seen), 1))
    return found
