"""A theory of change as pages show it: its four steps in order, the assumptions beside them, and the whole in one sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from missions.interventions.plan_models import Step, TheoryLine

MOST_LINES, LONGEST_LINE = 12, 200
# What each step asks, for the form and under the heading of the drawing.
QUESTIONS: Mapping[Step, str] = {
    Step.INPUTS: "What goes in: money, people, powers",
    Step.ACTIVITIES: "What is done with them",
    Step.OUTPUTS: "What then exists that didn’t before",
    Step.OUTCOMES: "What is then better, and for whom",
    Step.ASSUMPTIONS: "What has to be true for one to lead to the next",
}
DRAWN = (Step.INPUTS, Step.ACTIVITIES, Step.OUTPUTS, Step.OUTCOMES)


@dataclass(frozen=True)
class Column:
    """One step of the drawing with its lines."""

    step: Step
    question: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Theory:
    """Four columns, the assumptions, and whether anything is written at all."""

    columns: Sequence[Column]
    assumptions: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """Nothing is written yet."""
        return not self.assumptions and not any(column.lines for column in self.columns)

    @property
    def missing(self) -> list[str]:
        """Steps that nothing is written for."""
        return [column.step.label.lower() for column in self.columns if not column.lines]

    @property
    def sentence(self) -> str:
        """What is drawn, counted."""
        steps = [f"{len(column.lines)} {_noun(column.step, len(column.lines))}" for column in self.columns if column.lines]
        chain = ", then ".join(steps)
        rests = (
            f"It rests on {len(self.assumptions)} {_noun(Step.ASSUMPTIONS, len(self.assumptions))}." if self.assumptions else ""
        )
        return f"{chain}. {rests}".strip() if chain else rests


def theory_of(lines: Iterable[TheoryLine]) -> Theory:
    """From the stored lines, in any order."""
    by_step: dict[str, list[str]] = {}
    for line in sorted(lines, key=lambda line: line.position):
        by_step.setdefault(line.step, []).append(line.wording)
    columns = [Column(step, QUESTIONS[step], by_step.get(step, [])) for step in DRAWN]
    return Theory(columns, by_step.get(Step.ASSUMPTIONS, []))


def _noun(step: Step, number: int) -> str:
    """“activity” or “activities”."""
    plural = step.label.lower()
    singular = {Step.ACTIVITIES: "activity"}.get(step, plural.removesuffix("s"))
    return singular if number == 1 else plural
