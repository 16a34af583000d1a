"""Ranks things by a weighted geometric mean of their parts, and says how far the order depends on the weights.

The score of a thing with parts p between 0 and 1 is 100 · Π p^w, the weights w adding up to 1. With equal weights its order is that of
RICE, reach × impact × confidence ÷ effort (S. McBride, Intercom, 2016), where ease is 1 ÷ effort. How often a thing stays among the
first when any mix of weights is as likely as another is its rank acceptability (Lahdelma, Hokkanen and Salminen, SMAA, European Journal
of Operational Research 106, 1998), here from draws of a flat Dirichlet distribution.
"""

from collections.abc import Mapping, Sequence

import numpy
from numpy.typing import NDArray

DRAWS, SEED, TOP = 1_000, 20_260_901, 5
# Scores that differ by less are the same: the order of multiplication must not decide a rank.
DECIMALS = 9

Parts = Sequence[float]
Numbers = NDArray[numpy.float64]


def shares(weights: Sequence[float]) -> tuple[float, ...]:
    """Weights as shares of their sum; one of them must be above 0."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("At least one weight must be above 0.")
    return tuple(weight / whole for weight in weights)


def scores(parts: Mapping[str, Parts], weights: Sequence[float]) -> dict[str, float]:
    """The score of each thing, 0 to 100. A part of 0 with a weight makes the score 0."""
    if not parts:
        return {}
    keys, values = _table(parts)
    found = _scores(values, numpy.array([shares(weights)]))[:, 0]
    return {key: float(score) for key, score in zip(keys, found, strict=True)}


def ranks(parts: Mapping[str, Parts], weights: Sequence[float]) -> dict[str, int]:
    """The place of each thing, 1 is first. Equal scores share a place, and the next one is left out."""
    found = scores(parts, weights)
    places: dict[str, int] = {}
    for place, key in enumerate(sorted(found, key=lambda key: (-found[key], key)), start=1):
        before = list(places)[-1] if places else None
        places[key] = places[before] if before is not None and found[before] == found[key] else place
    return places


def stays_in_top(parts: Mapping[str, Parts], *, top: int = TOP, draws: int = DRAWS, seed: int = SEED) -> dict[str, float]:
    """In what share of the draws each thing is among the first `top`. Which row comes first changes nothing: ties go by key."""
    if not parts:
        return {}
    keys, values = _table(parts)
    weights = numpy.random.default_rng(seed).dirichlet(numpy.ones(values.shape[1]), size=draws)
    order = numpy.argsort(-_scores(values, weights), axis=0, kind="stable")[:top]
    times = numpy.bincount(order.ravel(), minlength=len(keys))
    return {key: float(count) / draws for key, count in zip(keys, times, strict=True)}


def _table(parts: Mapping[str, Parts]) -> tuple[list[str], Numbers]:
    """Rows by key, so that the order in which they came is forgotten."""
    keys = sorted(parts)
    return keys, numpy.array([parts[key] for key in keys], dtype=float)


def _scores(values: Numbers, weights: Numbers) -> Numbers:
    """One row for each thing, one column for each set of weights; a part of 0 counts for nothing where its weight is 0."""
    is_nothing = values == 0
    logarithms = numpy.log(numpy.where(is_nothing, 1, values)) @ weights.T
    counts = is_nothing.astype(float) @ (weights > 0).T.astype(float)
    rounded: Numbers = numpy.round(100 * numpy.where(counts > 0, 0, numpy.exp(logarithms)), DECIMALS)
    return rounded
