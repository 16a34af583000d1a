"""A panel: councils by periods, with the period in which each adopted."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

Cell = tuple[str, int]


@dataclass(frozen=True)
class Panel:
    """`places` are the periods as whole numbers in order, `names` what they are called; an unknown outcome is left out, never zero.

    `adopted` gives each council the place of its first period with the intervention, None where it never adopted.
    """

    names: tuple[str, ...]
    places: tuple[int, ...]
    adopted: Mapping[str, int | None]
    outcomes: Mapping[Cell, float]
    notes: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A hash of everything that an estimate rests on."""
        cells = sorted((unit, place, repr(value)) for (unit, place), value in self.outcomes.items())
        content = json.dumps([self.names, self.places, sorted(self.adopted.items()), cells])
        return hashlib.sha256(content.encode()).hexdigest()

    def name_of(self, place: int) -> str:
        """What the period at a place is called."""
        return self.names[self.places.index(place)]

    def known(self) -> dict[str, int]:
        """How many periods of each council are known."""
        counts: dict[str, int] = defaultdict(int)
        for unit, _ in self.outcomes:
            counts[unit] += 1
        return counts

    def keeping(self, wanted: Callable[[str], bool]) -> "Panel":
        """Only some councils."""
        adopted = {unit: place for unit, place in self.adopted.items() if wanted(unit)}
        return replace(self, adopted=adopted, outcomes={cell: y for cell, y in self.outcomes.items() if cell[0] in adopted})

    def until(self, last: int) -> "Panel":
        """Only periods up to a place; who adopts later has not adopted yet."""
        keep = [index for index, place in enumerate(self.places) if place <= last]
        return replace(
            self,
            names=tuple(self.names[index] for index in keep),
            places=tuple(self.places[index] for index in keep),
            adopted={unit: place if place is not None and place <= last else None for unit, place in self.adopted.items()},
            outcomes={cell: y for cell, y in self.outcomes.items() if cell[1] <= last},
        )

    def saying(self, notes: Sequence[str]) -> "Panel":
        """The same with more to tell."""
        return replace(self, notes=(*self.notes, *notes))
