"""Figures worked out from what is shown and nothing else, so that they reveal nothing more: a number, or a range where counts are hidden."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codesign.consensus.positions import POSITIONS
from codesign.consensus.publishing import Shown

VERSION = "reweighting 1"
AGREE = POSITIONS.index("agree")


@dataclass(frozen=True)
class Range:
    """From the least to the most; one number where both are the same."""

    low: float
    high: float

    @property
    def low_percent(self) -> int:
        """The least, in whole percent."""
        return round(100 * self.low)

    @property
    def high_percent(self) -> int:
        """The most, in whole percent."""
        return round(100 * self.high)

    @property
    def middle(self) -> float:
        """What ranges are put in order by."""
        return (self.low + self.high) / 2


def _tells(row: Shown) -> bool:
    """Whether anything is known of how many agree: a range from none to all says nothing."""
    return row.size > 0 and row.bounds(AGREE) != (0, row.size)


def consensus(rows: Sequence[Shown]) -> Range | None:
    """The geometric mean of (agrees + 1) / (answers + 2) over the segments that are shown. None where nobody is."""
    answered = [row for row in rows if row.size]
    if not any(_tells(row) for row in answered):
        return None

    def mean(end: int) -> float:
        return math.prod((row.bounds(AGREE)[end] + 1) / (row.size + 2) for row in answered) ** (1 / len(answered))

    return Range(mean(0), mean(1))


def share(row: Shown) -> Range | None:
    """The part that agrees."""
    if not _tells(row):
        return None
    low, high = row.bounds(AGREE)
    return Range(low / row.size, high / row.size)


def reweighted(rows: Sequence[Shown], weights: Mapping[int, int]) -> Range | None:
    """The part that would agree if each segment counted by how many councils there are, by segment; those that nobody spoke for don't."""
    answered = [(row, sum(weights.get(segment, 0) for segment in row.segments)) for row in rows if row.size]
    whole = sum(weight for _, weight in answered)
    if not whole or not any(_tells(row) for row, _ in answered):
        return None

    def mean(end: int) -> float:
        return sum(weight * row.bounds(AGREE)[end] / row.size for row, weight in answered) / whole

    return Range(mean(0), mean(1))


def ranks(values: Sequence[Range | None]) -> list[int | None]:
    """Places from 1 by the middle of each range; equals share a place."""
    middles = sorted((value.middle for value in values if value is not None), reverse=True)
    return [None if value is None else 1 + middles.index(value.middle) for value in values]
