"""Which suppliers, taken in turn, bring a standard to the most further councils. Plain values in, no database.

A council counts as *reached* when at least one of the systems that it is known to run follows the standard: it can then use the standard,
if not everywhere yet. So a council with three systems counts once, when the first of their suppliers adopts, and is told apart as reached
*in part* while another of its systems, or one whose supplier isn't known, doesn't follow. (Asking for every system would give no credit for
a first supplier, and the greedy choice could then be arbitrarily far from the best.) A supplier that adopts makes all its products ready.

Greedy cover takes the supplier that adds most, then the one that adds most to that, and so on. What a supplier adds can only shrink as
others are taken, hence its total is at least 1 − 1/e (63%) of the best that so many suppliers can do (Nemhauser, Wolsey and Fisher 1978).
The best is found by branch and bound over councils with the same suppliers taken together, and given up after `MOST_NODES` steps, so that
the answer doesn't depend on how busy the machine is.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MOST_NODES = 50_000
Pattern = frozenset[str]


@dataclass(frozen=True)
class Council:
    """One council: its systems as pairs of supplier and product, and whether it has others whose supplier isn't known.

    A system whose supplier isn't known has the supplier “”: its product may be ready, but nobody can be funded to make it so.
    """

    systems: frozenset[tuple[str, str]]
    weight: int = 1
    has_unknown: bool = False


@dataclass(frozen=True)
class Step:
    """One supplier taken: what it adds, and what is reached with it and those before."""

    supplier: str
    adds: int
    reached: int


@dataclass(frozen=True)
class Best:
    """The most that so many suppliers can reach, and which they are."""

    suppliers: tuple[str, ...]
    reached: int


@dataclass(frozen=True)
class Plan:
    """What greedy cover chose. `already` is reached before the first step; `best` is None where it wasn't quickly found."""

    total: int
    already: int
    steps: tuple[Step, ...]
    in_part: int
    best: Best | None = field(default=None)

    @property
    def suppliers(self) -> tuple[str, ...]:
        """Whom it chose, in their order."""
        return tuple(step.supplier for step in self.steps)

    @property
    def reached(self) -> int:
        """What is reached in the end."""
        return self.steps[-1].reached if self.steps else self.already


def greedy_cover(councils: Iterable[Council], *, most: int, ready: Collection[str] = (), most_nodes: int = MOST_NODES) -> Plan:
    """At most so many suppliers, each time the one that adds most; equals go by name. `ready` are products that follow already."""
    found = list(councils)
    open_councils = [council for council in found if not _is_ready(council, ready)]
    already = sum(council.weight for council in found) - sum(council.weight for council in open_councils)
    patterns = _patterns(open_councils)
    steps: list[Step] = []
    left, reached = dict(patterns), already
    while len(steps) < most and (gains := _gains(left)):
        supplier = min(gains, key=lambda name: (-gains[name], name))
        reached += gains[supplier]
        steps.append(Step(supplier, gains[supplier], reached))
        left = {pattern: weight for pattern, weight in left.items() if supplier not in pattern}
    taken = {step.supplier for step in steps}
    best = optimum(patterns, most=most, most_nodes=most_nodes)
    return Plan(
        total=sum(council.weight for council in found),
        already=already,
        steps=tuple(steps),
        in_part=sum(council.weight for council in found if _in_part(council, taken, ready)),
        best=Best(best.suppliers, best.reached + already) if best else None,
    )


def reached_by(councils: Iterable[Council], suppliers: Collection[str], ready: Collection[str] = ()) -> int:
    """What some suppliers reach together with what is ready already."""
    return sum(
        council.weight
        for council in councils
        if _is_ready(council, ready) or any(supplier in suppliers for supplier, _ in council.systems if supplier)
    )


def optimum(patterns: Mapping[Pattern, int], *, most: int, most_nodes: int = MOST_NODES) -> Best | None:
    """The most that `most` suppliers cover of the weights of sets of suppliers; None if that takes too many steps."""
    search = _Search(most_nodes)
    return search.best if search.look(patterns, (), 0, most) else None


class _Search:
    """Branch and bound: with the supplier that adds most, or without it; a branch that can't beat the best is left."""

    def __init__(self, most_nodes: int) -> None:
        self.left = most_nodes
        self.best = Best((), 0)

    def look(self, patterns: Mapping[Pattern, int], taken: tuple[str, ...], reached: int, places: int) -> bool:
        """Whether everything below was looked at or ruled out."""
        self.left -= 1
        if self.left < 0:
            return False
        if reached > self.best.reached:
            self.best = Best(tuple(sorted(taken)), reached)
        gains = _gains(patterns)
        # What suppliers add alone is never less than what they add together.
        if places == 0 or reached + sum(sorted(gains.values(), reverse=True)[:places]) <= self.best.reached:
            return True
        supplier = min(gains, key=lambda name: (-gains[name], name))
        with_it = {pattern: weight for pattern, weight in patterns.items() if supplier not in pattern}
        without = _patterns_without(patterns, supplier)
        return self.look(with_it, (*taken, supplier), reached + gains[supplier], places - 1) and self.look(
            without, taken, reached, places
        )


def _is_ready(council: Council, ready: Collection[str]) -> bool:
    return any(product in ready for _, product in council.systems)


def _in_part(council: Council, taken: Collection[str], ready: Collection[str]) -> bool:
    follow = [product in ready or supplier in taken for supplier, product in council.systems]
    return any(follow) and (council.has_unknown or not all(follow))


def _patterns(councils: Sequence[Council]) -> dict[Pattern, int]:
    """Councils with the same suppliers taken together."""
    weights: Counter[Pattern] = Counter()
    for council in councils:
        if suppliers := frozenset(supplier for supplier, _ in council.systems if supplier):
            weights[suppliers] += council.weight
    return dict(weights)


def _patterns_without(patterns: Mapping[Pattern, int], supplier: str) -> dict[Pattern, int]:
    weights: Counter[Pattern] = Counter()
    for pattern, weight in patterns.items():
        if rest := pattern - {supplier}:
            weights[rest] += weight
    return dict(weights)


def _gains(patterns: Mapping[Pattern, int]) -> dict[str, int]:
    """What each supplier alone would add; those that add nothing are left out."""
    gains: Counter[str] = Counter()
    for pattern, weight in patterns.items():
        for supplier in pattern:
            gains[supplier] += weight
    return {supplier: gain for supplier, gain in gains.items() if gain > 0}
