"""How much of a round somebody still has before them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """The parts that a round asks for, how many are left, and about how many minutes they take."""

    parts: int
    left: int
    minutes: int


def progress(minutes: int, done: Sequence[bool]) -> Progress:
    """From the minutes that the whole round takes and whether each part is done; a part counts for as much as any other."""
    left = sum(not part for part in done)
    return Progress(len(done), left, math.ceil(minutes * left / len(done)) if done else 0)
