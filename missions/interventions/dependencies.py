"""Which interventions rest on which: what is broken, and whether one more link would close a circle. Nothing here reads the database."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

HALTED = ("paused", "stopped")


def way(links: Iterable[tuple[int, int]], start: int, end: int) -> Sequence[int] | None:
    """The shortest way from one to another along links (what rests, on what), both ends included; None where there is none."""
    rests_on: dict[int, list[int]] = {}
    for item, on in links:
        rests_on.setdefault(item, []).append(on)
    before: dict[int, int | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            return _back(before, here)
        for on in sorted(rests_on.get(here, ())):
            if on not in before:
                before[on] = here
                waiting.append(on)
    return None


def _back(before: Mapping[int, int | None], end: int) -> list[int]:
    steps: list[int] = []
    here: int | None = end
    while here is not None:
        steps.append(here)
        here = before[here]
    return steps[::-1]
