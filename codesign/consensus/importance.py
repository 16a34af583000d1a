"""What matters most: the mean score of councils, each of which counts once, overall, by segment, and as if every council had answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from codesign.consensus.publishing import LEAST, rows_together

VERSION = "importance 1"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Importance:
    """Scores by item, between 0 and 1, and the same by row of segments, for rows of 3 councils or more."""

    councils: int
    scores: tuple[float, ...]
    reweighted: tuple[float, ...]
    rows: tuple[tuple[tuple[int, ...], int, tuple[float, ...]], ...]


def rank_scores(places: Floats) -> Floats:
    """Places from 1 as scores: first 1, last 0, in equal steps between."""
    found: Floats = (places.shape[1] - places) / max(places.shape[1] - 1, 1)
    return found


def point_scores(points: Floats) -> Floats:
    """Points as parts of what the person spent, so that those who kept some count as much."""
    found: Floats = points / np.maximum(points.sum(axis=1, keepdims=True), 1)
    return found


def importance(scores: Floats, councils: Sequence[int], segment_of: Mapping[int, int], exist: Sequence[int]) -> Importance | None:
    """From people's scores and the council of each. None where fewer than 3 councils answered."""
    names, place = np.unique(np.array(councils, dtype=np.int64), return_inverse=True)
    if len(names) < LEAST:
        return None
    sizes = np.bincount(place).reshape(-1, 1)
    by_council = np.zeros((len(names), scores.shape[1]))
    np.add.at(by_council, place, scores)
    by_council /= sizes
    segments = np.array([segment_of[int(name)] for name in names])
    counts = np.bincount(segments, minlength=len(exist))
    rows, weighted, whole = [], np.zeros(scores.shape[1]), 0
    for group in rows_together(counts.tolist()):
        inside = np.isin(segments, group)
        if inside.any():
            mean = by_council[inside].mean(axis=0)
            weight = sum(exist[segment] for segment in group)
            rows.append((group, int(inside.sum()), _rounded(mean)))
            weighted, whole = weighted + weight * mean, whole + weight
    overall = by_council.mean(axis=0)
    return Importance(len(names), _rounded(overall), _rounded(weighted / whole if whole else overall), tuple(rows))


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 3) for value in values)
