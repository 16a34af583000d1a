"""The order in which each person gets statements, so that each is seen equally often and early by equally many."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def in_turn(items: Sequence[T], turn: int) -> list[T]:
    """The order of the participant who joined as number `turn`, from 0; the same whenever they come back.

    A Williams square: over as many people as there are items, each item stands once in each place, and (for an even number) each comes
    once directly after each other, so that neither tired readers nor a neighbour favours one.
    """
    count = len(items)
    zigzag = [(place + 1) // 2 if place % 2 else -(place // 2) for place in range(count)]
    return [items[(step + turn) % count] for step in zigzag]
