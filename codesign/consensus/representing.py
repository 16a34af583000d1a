"""Which statements stand for a group: what it answers more often than everybody else, in the terms and with the field names of Polis.

With S votes seen (passes count) and A agrees (or disagrees), inside the group and in the rest together:
p-success (A+1)/(S+2); p-test 2·√(S+1)·((A+1)/(S+1)−½); repness p-success inside over p-success in the rest; repness-test the pooled
two-proportion z with 1 added to all four counts. Whether a group stands for agreeing or disagreeing is what has the larger repness-test.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from codesign.consensus.tally import Counts, Tally

VERSION = "representativeness 1"
Floats = npt.NDArray[np.float64]
Z_90 = 1.2816
MOST = 5


@dataclass(frozen=True)
class Side:
    """Figures of agreeing, or of disagreeing, by group and statement."""

    success: Counts
    p_success: Floats
    p_test: Floats
    repness: Floats
    repness_test: Floats

    def strength(self, row: int, column: int) -> float:
        """What statements of one group are put in order by."""
        figures = (self.repness, self.repness_test, self.p_success, self.p_test)
        return float(np.prod([figure[row, column] for figure in figures]))

    def is_clear(self, row: int, column: int) -> bool:
        """Above what chance gives one time in ten, both against the rest and against an even split."""
        return bool(self.repness_test[row, column] > Z_90 and self.p_test[row, column] > Z_90)


@dataclass(frozen=True)
class Representing:
    """How far one statement stands for a group; `is_chosen`: among the few that say most about it."""

    statement: int
    stands_for: str
    success: int
    trials: int
    p_success: float
    p_test: float
    repness: float
    repness_test: float
    is_chosen: bool = False

    def as_json(self) -> dict[str, int | float | str | bool]:
        """With the field names of the reference, and whether the statement is chosen."""
        return {
            "tid": self.statement,
            "repful-for": self.stands_for,
            "n-success": self.success,
            "n-trials": self.trials,
            "p-success": self.p_success,
            "p-test": self.p_test,
            "repness": self.repness,
            "repness-test": self.repness_test,
            "chosen": self.is_chosen,
        }


def sides(tally: Tally) -> tuple[Side, Side]:
    """Agreeing and disagreeing, each group against the rest together."""
    return _side(tally.agree, tally.seen), _side(tally.disagree, tally.seen)


def representing(tally: Tally, statements: Sequence[int]) -> list[list[Representing]]:
    """For each group every statement: first those chosen to stand for it (at most 5, agreed ones first, by the rule of the reference,
    which also knows statements about the conversation itself and never chooses them), then the others, the strongest first.
    """
    agree, disagree = sides(tally)
    return [_of_group(row, tally, agree, disagree, statements) for row in range(len(tally.seen))]


def _side(success: Counts, seen: Counts) -> Side:
    others, others_seen = success.sum(axis=0) - success, seen.sum(axis=0) - seen
    p_success = (success + 1) / (seen + 2)
    p_test = 2 * np.sqrt(seen + 1) * ((success + 1) / (seen + 1) - 0.5)
    repness = p_success / ((others + 1) / (others_seen + 2))
    return Side(success, p_success, p_test, repness, _two_proportions(success, seen, others, others_seen))


def _two_proportions(inside: Counts, seen: Counts, outside: Counts, outside_seen: Counts) -> Floats:
    pooled = (inside + outside + 2) / (seen + outside_seen + 2)
    spread = np.sqrt(pooled * np.clip(1 - pooled, 0, None) * (1 / (seen + 1) + 1 / (outside_seen + 1)))
    apart = (inside + 1) / (seen + 1) - (outside + 1) / (outside_seen + 1)
    found: Floats = np.divide(apart, spread, out=np.zeros_like(apart), where=spread > 0)
    return found


def _of_group(row: int, tally: Tally, agree: Side, disagree: Side, statements: Sequence[int]) -> list[Representing]:
    columns = range(tally.seen.shape[1])
    stands_for = {c: "agree" if agree.repness_test[row, c] > disagree.repness_test[row, c] else "disagree" for c in columns}
    side_of = {"agree": agree, "disagree": disagree}
    clear = [c for c in columns if agree.is_clear(row, c) or disagree.is_clear(row, c)]
    agreed = _best_agreed(row, tally, agree)
    # Sorted upwards and turned round, so that of two equals the later statement comes first, as in the reference.
    rest = sorted((c for c in clear if c != agreed), key=lambda c: side_of[stands_for[c]].strength(row, c))[::-1]
    chosen = [(c, stands_for[c]) for c in rest]
    if agreed is not None:
        chosen = [(agreed, "agree"), *chosen]
    elif not clear and len(columns):
        best = max(columns, key=lambda c: max(agree.repness_test[row, c], disagree.repness_test[row, c]))
        chosen = [(best, stands_for[best])]
    chosen = sorted(chosen[:MOST], key=lambda item: item[1] != "agree")
    left = sorted(set(columns) - {c for c, _ in chosen}, key=lambda c: -side_of[stands_for[c]].strength(row, c))
    found = [*chosen, *((c, stands_for[c]) for c in left)]
    return [
        _figures(row, c, side_of[name], name, tally, statements[c], is_chosen=place < len(chosen))
        for place, (c, name) in enumerate(found)
    ]


def _best_agreed(row: int, tally: Tally, agree: Side) -> int | None:
    """The statement whose agreement stands most for the group; the reference always keeps one, even where it isn't clear."""
    best: int | None = None
    for c in range(tally.seen.shape[1]):
        if tally.agree[row, c] + tally.disagree[row, c] and _beats(row, c, best, agree):
            best = c
    return best


def _beats(row: int, c: int, best: int | None, agree: Side) -> bool:
    if best is None:
        return bool(agree.p_test[row, c] > Z_90 or (agree.repness[row, c] > 1 and agree.p_success[row, c] > 0.5))
    if agree.repness[row, best] > 1:
        return agree.strength(row, c) > agree.strength(row, best)
    here, there = ((agree.p_success[row, x] * agree.p_test[row, x]) for x in (c, best))
    return bool(here > there)


def _figures(row: int, c: int, side: Side, name: str, tally: Tally, statement: int, *, is_chosen: bool) -> Representing:
    return Representing(
        statement,
        name,
        int(side.success[row, c]),
        int(tally.seen[row, c]),
        float(side.p_success[row, c]),
        float(side.p_test[row, c]),
        float(side.repness[row, c]),
        float(side.repness_test[row, c]),
        is_chosen,
    )
