"""Which councils could adopt a draft standard, from what each says about each element and the supplier of its system.

A council can adopt it now if it has or can derive every element; after its supplier has changed if nothing else is in the way. Pure values.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

HAVE, DERIVE, SUPPLIER, CANNOT, SPLIT = "have", "derive", "supplier", "cannot", "split"
POSITIONS = (HAVE, DERIVE, SUPPLIER, CANNOT, SPLIT)
NOW, AFTER, NEVER, UNCLEAR = "now", "after", "never", "unclear"

# The answers of a council's people by element: grid[council][element].
Grid = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True)
class ElementFigures:
    """How many councils say what about one element."""

    element: int
    counts: Mapping[str, int]

    @property
    def answered(self) -> int:
        """How many councils said anything."""
        return sum(self.counts.values())

    @property
    def now(self) -> int:
        """How many have it or can derive it."""
        return self.counts[HAVE] + self.counts[DERIVE]

    @property
    def after(self) -> int:
        """How many could deliver it once suppliers have changed."""
        return self.now + self.counts[SUPPLIER]


@dataclass(frozen=True)
class Step:
    """One supplier changes: how many more councils can then adopt all of it, and how many can by then."""

    supplier: int | None
    more: int
    total: int


@dataclass(frozen=True)
class Forecast:
    """Councils by what stands in their way, and what each supplier’s change would bring, the most first."""

    now: int
    after: int
    never: int
    unclear: int
    steps: Sequence[Step]

    @property
    def councils(self) -> int:
        """How many councils answered anything."""
        return self.now + self.after + self.never + self.unclear


def position(answers: Iterable[str]) -> str:
    """One council, one position: what its people agree on, else split."""
    given = set(answers)
    return given.pop() if len(given) == 1 else SPLIT


def figures(elements: Sequence[int], grid: Grid) -> list[ElementFigures]:
    """For each element, in the order given."""
    found = []
    for element in elements:
        said = [answers[element] for answers in grid.values() if element in answers]
        found.append(ElementFigures(element, {name: said.count(name) for name in POSITIONS}))
    return found


def verdict(elements: Sequence[int], answers: Mapping[int, str]) -> str:
    """What stands in a council's way. One element that it can't deliver is enough; one left open leaves it unclear."""
    given = [answers.get(element) for element in elements]
    if CANNOT in given:
        return NEVER
    if None in given or SPLIT in given:
        return UNCLEAR
    return AFTER if SUPPLIER in given else NOW


def forecast(elements: Sequence[int], grid: Grid, supplier_of: Mapping[int, int | None]) -> Forecast:
    """A council waits for the supplier of its own system only, so each supplier brings its own councils. An unknown one comes last."""
    verdicts = {council: verdict(elements, answers) for council, answers in grid.items()}
    counts = {name: list(verdicts.values()).count(name) for name in (NOW, AFTER, NEVER, UNCLEAR)}
    waiting: dict[int | None, int] = defaultdict(int)
    for council, found in verdicts.items():
        if found == AFTER:
            waiting[supplier_of.get(council)] += 1
    steps, total = [], counts[NOW]
    for supplier, more in sorted(waiting.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or 0)):
        total += more
        steps.append(Step(supplier, more, total))
    return Forecast(counts[NOW], counts[AFTER], counts[NEVER], counts[UNCLEAR], steps)


def to_do(
    elements: Sequence[int], grid: Grid, supplier_of: Mapping[int, int | None], supplier: int | None
) -> list[tuple[int, list[int]]]:
    """What a supplier must change: each element with the councils that wait for it, those that most wait for first."""
    found = []
    for element in elements:
        councils = [
            council
            for council, answers in grid.items()
            if answers.get(element) == SUPPLIER and supplier_of.get(council) == supplier
        ]
        if councils:
            found.append((element, councils))
    return sorted(found, key=lambda pair: -len(pair[1]))
