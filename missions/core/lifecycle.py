"""A lifecycle is data: which status may follow which, and whose turn it is in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from missions.core.refusals import NotNow


@dataclass(frozen=True)
class State:
    """One status: its label, the statuses that may follow it and who acts next (None where nobody has to).

    `is_start` is said of a status in which things begin although others lead back to it.
    """

    label: str
    moves: tuple[str, ...] = ()
    turn: str | None = None
    is_start: bool = False


@dataclass(frozen=True)
class Lifecycle:
    """The table of one kind of thing. `noun` is used in sentences: “a closed mission can't …”."""

    noun: str
    states: Mapping[str, State] = field(default_factory=dict)

    def check(self, current: str, target: str) -> None:
        """Refuse a move that the table doesn't hold."""
        if target not in self.states[current].moves:
            raise NotNow(
                f"This {self.noun} is {self.states[current].label.lower()}, so it can’t become {self.states[target].label.lower()}."
            )

    def choices(self) -> list[tuple[str, str]]:
        """(value, label) pairs for a model field or a form."""
        return [(value, state.label) for value, state in self.states.items()]

    def mermaid(self) -> str:
        """The diagram that the docs show; names of states may hold no hyphen there, so each gets its label."""
        names = {value: value.replace("-", "_") for value in self.states}
        lines = ["stateDiagram-v2", *(f"    {names[value]}: {state.label}" for value, state in self.states.items())]
        starts = self.states.keys() - {move for state in self.states.values() for move in state.moves}
        lines += [f"    [*] --> {names[value]}" for value in self.states if value in starts or self.states[value].is_start]
        for value, state in self.states.items():
            lines += [f"    {names[value]} --> {names[target]}" for target in state.moves]
            lines += [] if state.moves else [f"    {names[value]} --> [*]"]
        return "\n".join(lines)
