"""Published records of one council, read together: what says less than is known already adds nothing. Plain values, no database."""

import datetime as dt
from collections.abc import Iterable, Sequence

from missions.adoption.stages import Stage

ORDER = [stage.value for stage in Stage if stage != Stage.STOPPED]
Step = tuple[dt.date, str]


def stage_on(steps: Iterable[Step], day: dt.date) -> Step:
    """The last of some steps by a day, or “not started” where there is none."""
    before = [step for step in steps if step[0] <= day]
    return max(before, key=lambda step: step[0], default=(dt.date.min, Stage.NOT_STARTED.value))


def adds_nothing(step: Step, known: Sequence[Step]) -> bool:
    """Whether a council had come as far by then. That it stopped, and that it came back after stopping, are always news."""
    day, stage = step
    _, reached = stage_on(known, day)
    if Stage.STOPPED in (stage, reached):
        return stage == reached
    return ORDER.index(stage) <= ORDER.index(reached)


def overtaken(later: Step, new: Step, known: Sequence[Step]) -> bool:
    """Whether a step that is known says less than an earlier one that is new, with nothing between them."""
    between = any(new[0] < day < later[0] for day, _ in known)
    both_climb = Stage.STOPPED not in (later[1], new[1])
    return both_climb and not between and new[0] <= later[0] and ORDER.index(later[1]) < ORDER.index(new[1])
