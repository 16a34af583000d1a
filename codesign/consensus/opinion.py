"""Groups of people who answer alike, found in their votes alone: principal components, k-means, and the silhouette to choose how many.

The same votes give the same groups in whatever order they come: people are put in an order that follows from their votes before
anything is computed, and groups are named by their size.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

VERSION = "opinion groups 1"
LEAST_VOTERS = 50
LEAST_MEMBERS = 5
LEAST_ANSWERS = 7
MOST_GROUPS = 5
LEAST_SILHOUETTE = 0.2
DRAWS, DRAWN = 10, 0.8
SILHOUETTE_OF = 2_000
SEED = 20_260_901

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Groups:
    """`labels`: the group of each voter, −1 for those who answered too little. `stability`: how alike groups come out of 80% of the
    voters (adjusted Rand index, mean of 10 draws; 1 is the same, 0 is chance)."""

    labels: Ints
    count: int
    silhouette: float
    stability: float
    voters: int


@dataclass(frozen=True)
class NoGroups:
    """Why there is nothing to show."""

    why: str
    voters: int


def find_groups(votes: Floats) -> Groups | NoGroups:
    """Groups in a table of voters × statements: +1 agrees, −1 disagrees, 0 passes, NaN hasn't answered."""
    answered = (~np.isnan(votes)).sum(axis=1)
    enough = np.flatnonzero((answered >= min(LEAST_ANSWERS, votes.shape[1])) & (answered > 0))
    if len(enough) < LEAST_VOTERS:
        return NoGroups(
            f"There is not enough to group: it takes {LEAST_VOTERS} people who answered most statements.", len(enough)
        )
    known = votes[enough]
    order = np.lexsort(np.nan_to_num(known, nan=2.0).T)
    if len(np.unique(known, axis=0)) < 2:
        return NoGroups("Everybody answered alike, so there are no groups.", len(enough))
    points = _points(known[order], np.arange(len(order)))
    labels, silhouette = _best(points)
    if labels is None or silhouette < LEAST_SILHOUETTE:
        return NoGroups("People don’t fall into groups that are clearly apart.", len(enough))
    labels = _named(labels, points)
    found = np.full(len(votes), -1, dtype=np.int64)
    found[enough[order]] = labels
    return Groups(found, int(labels.max()) + 1, silhouette, _stability(known[order], labels), len(enough))


def _points(votes: Floats, fit: Ints) -> Floats:
    """Where each voter stands on the first two components of those in `fit`. A statement not answered counts as its mean.

    Who answered few statements is drawn to the middle by that: it is undone by the root of the part answered, as Polis does.
    """
    from sklearn.decomposition import PCA

    counts = np.maximum((~np.isnan(votes[fit])).sum(axis=0), 1)
    means = np.nansum(votes[fit], axis=0) / counts
    filled = np.where(np.isnan(votes), means, votes)
    pca = PCA(n_components=min(2, votes.shape[1]), svd_solver="full").fit(filled[fit])
    signs = np.sign(pca.components_[np.arange(len(pca.components_)), np.abs(pca.components_).argmax(axis=1)])
    scale = np.sqrt(votes.shape[1] / np.maximum((~np.isnan(votes)).sum(axis=1), 1))
    found: Floats = np.round(pca.transform(filled) * np.where(signs == 0, 1, signs) * scale[:, None], 9)
    return found


def _best(points: Floats) -> tuple[Ints | None, float]:
    """The number of groups, 2 to 5, whose silhouette is best among those without a group of fewer than 5."""
    from sklearn.metrics import silhouette_score

    best: tuple[Ints | None, float] = (None, -1.0)
    every = max(1, math.ceil(len(points) / SILHOUETTE_OF))
    for count in range(2, min(MOST_GROUPS, len(np.unique(points, axis=0))) + 1):
        labels = _clustered(points, count)
        if np.bincount(labels, minlength=count).min() < LEAST_MEMBERS or len(set(labels[::every])) < 2:
            continue
        score = float(silhouette_score(points[::every], labels[::every]))
        if score > best[1]:
            best = (labels, score)
    return best


def _clustered(points: Floats, count: int, fit: Ints | None = None, starts: int = 10) -> Ints:
    from sklearn.cluster import KMeans

    model = KMeans(n_clusters=count, n_init=starts, random_state=SEED).fit(points if fit is None else points[fit])
    found: Ints = model.predict(points).astype(np.int64)
    return found


def _named(labels: Ints, points: Floats) -> Ints:
    """The largest group is 0; of equals the one further left."""
    sizes = np.bincount(labels)
    left = [float(points[labels == group, 0].mean()) for group in range(len(sizes))]
    order = sorted(range(len(sizes)), key=lambda group: (-sizes[group], left[group]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    found: Ints = place[labels]
    return found


def _stability(votes: Floats, labels: Ints) -> float:
    from sklearn.metrics import adjusted_rand_score

    random = np.random.default_rng(SEED)
    count, scores = int(labels.max()) + 1, []
    for _ in range(DRAWS):
        fit = np.sort(random.choice(len(votes), size=int(DRAWN * len(votes)), replace=False))
        points = _points(votes, fit)
        if len(np.unique(points[fit], axis=0)) >= count:
            scores.append(float(adjusted_rand_score(labels, _clustered(points, count, fit, starts=3))))
    return sum(scores) / len(scores) if scores else 0.0
