"""How urgent an intervention is: from the pain points that it acts on, the councils that have adopted it, and what the team judges.

Impact is that of the worst pain point that it acts on: acting on a small one besides takes nothing away. Reach is the mean of two shares
that are counted: of what its pain points reach, all of them together, and of the councils that have adopted it. Confidence and effort are
judged as for pain points (`missions.problems.prioritising`). Nothing here reads the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from missions.problems.judging import Judgement
from missions.problems.prioritising import Carried, Priority, priority


@dataclass(frozen=True)
class Adopted:
    """Councils that have adopted something, of those that there are."""

    councils: int
    exist: int


@dataclass(frozen=True)
class Weighed:
    """One intervention: what its pain points carry together, the worst of them by reference, how far it has come, and the four numbers."""

    carried: Carried
    points: int
    worst: str | None
    adopted: Adopted | None
    priority: Priority


def weigh(impacts: Mapping[str, float | None], carried: Carried, adopted: Adopted | None, judgement: Judgement | None) -> Weighed:
    """`impacts` are those of its pain points by reference; `adopted` is None where nothing was ever recorded."""
    known = {reference: impact for reference, impact in impacts.items() if impact is not None}
    worst = min(known, key=lambda reference: (-known[reference], reference), default=None)
    found = priority(impact=known[worst] if worst else None, reach=_reach(carried, adopted), judgement=judgement)
    return Weighed(carried, len(impacts), worst, adopted, found)


def _reach(carried: Carried, adopted: Adopted | None) -> float | None:
    known = [carried.reach] if carried.reach is not None else []
    if adopted is not None and adopted.exist:
        known.append(adopted.councils / adopted.exist)
    return fmean(known) if known else None


def impact_lines(weighed: Weighed) -> Sequence[str]:
    """What its impact was counted from, in words."""
    if not weighed.points:
        return ["No open pain point is linked to it."]
    linked = "1 open pain point is" if weighed.points == 1 else f"{weighed.points} open pain points are"
    if weighed.worst is None:
        return [f"{linked} linked to it. How much they hurt isn’t known of any."]
    return [f"{linked} linked to it. It takes the impact of the worst, {weighed.worst}."]


def adopted_line(weighed: Weighed) -> str:
    """How far it has come, in words."""
    if weighed.adopted is None:
        return "No adoption of it is recorded."
    return f"Adopted by {weighed.adopted.councils:,} of {weighed.adopted.exist:,} councils."
