"""The adoption curve and the funnel as figures."""

from itertools import pairwise

from missions.adoption.stages import MIXED, Stage
from missions.adoption.summary import Summary
from missions.core import formats
from missions.core.figures import Figure, bar_chart, line_chart

CLIMB = (Stage.AWARE, Stage.COMMITTED, Stage.PILOTING, Stage.LIVE, Stage.EMBEDDED)
ADOPTED, EXIST = "Councils that adopted it", "Councils that existed"


def curve_figure(summary: Summary) -> Figure:
    """Councils that had adopted at the end of each month, beside the councils that existed."""
    points = summary.curve
    lines = [(point.day.isoformat(), ADOPTED, point.adopted) for point in points]
    lines += [(point.day.isoformat(), EXIST, point.exist) for point in points]
    share = formats.percent(summary.adopted, summary.councils_exist)
    return Figure(
        title="Councils that have adopted it, month by month",
        summary=f"{summary.adopted} of {summary.councils_exist} councils ({share}) had adopted it on {formats.day(summary.as_at)}.",
        headers=("Day", ADOPTED, EXIST, "Share"),
        rows=tuple(
            (formats.day(p.day), formats.thousands(p.adopted), formats.thousands(p.exist), formats.percent(p.adopted, p.exist))
            for p in reversed(points)
        ),
        spec=line_chart(lines, x_title="", y_title="Councils", stepped=True),
    )


def funnel_figure(summary: Summary) -> Figure:
    """How many councils stand at a stage or further, stage by stage: where they stay behind."""
    stages, exist = summary.stages, summary.councils_exist
    steps = [("All councils", exist)]
    for index, stage in enumerate(CLIMB):
        further = "" if stage == CLIMB[-1] else " or further"
        steps.append((f"{stage.label}{further}", sum(stages[later] for later in CLIMB[index:])))
    before = dict(zip([label for label, _ in steps[1:]], [count for _, count in steps], strict=False))
    return Figure(
        title="How far they have come",
        summary=f"{_narrowest(steps)} {_beside(stages)}".strip(),
        headers=("Step", "Councils", "Of all", "Of the step before"),
        rows=tuple(
            (
                label,
                formats.thousands(count),
                formats.percent(count, exist),
                formats.percent(count, before[label]) if before.get(label) else "–",
            )
            for label, count in steps
        ),
        spec=bar_chart(steps, x_title="Councils"),
    )


def _narrowest(steps: list[tuple[str, int]]) -> str:
    """Between which two steps most councils stay behind."""
    lost = [(here - there, label, following) for (label, here), (following, there) in pairwise(steps)]
    most, label, following = max(lost, key=lambda step: step[0])
    if most == 0:
        return "No council stays behind at any step."
    councils = "1 council" if most == 1 else f"{formats.thousands(most)} councils"
    return f"Most stay behind between “{label.lower()}” and “{following.lower()}”: {councils}."


def _beside(stages: dict[str, int]) -> str:
    """Who stands at no step."""
    words = [(stages[Stage.STOPPED], "stopped using it"), (stages[MIXED], "whose predecessors differed")]
    told = " and ".join(f"{formats.thousands(count)} {text}" for count, text in words if count)
    return f"Not in the steps: {told}." if told else ""
