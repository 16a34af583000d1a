"""The power and interest grid: stakeholders by influence and interest, five by five."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from missions.stakeholders.models import MOST, Stake

LEVELS = range(1, MOST + 1)
HIGH = 4
# (influence is high, interest is high): what to do, the class of the cell
ADVICE = {
    (True, True): ("Work closely with them", "close"),
    (True, False): ("Keep them satisfied", "satisfied"),
    (False, True): ("Keep them informed", "informed"),
    (False, False): ("Watch, with little effort", "watch"),
}


@dataclass(frozen=True)
class GridCell:
    """One meeting of an influence and an interest."""

    influence: int
    interest: int
    look: str
    stakes: Sequence[Stake]


@dataclass(frozen=True)
class Quarter:
    """A quarter of the grid in words, for the table that says the same."""

    advice: str
    what: str
    look: str
    stakes: Sequence[Stake]


def power_grid(stakes: Iterable[Stake]) -> list[tuple[int, list[GridCell]]]:
    """Rows from the highest influence to the lowest, each with its cells from the lowest interest to the highest."""
    found: dict[tuple[int, int], list[Stake]] = {}
    for stake in stakes:
        found.setdefault((stake.influence, stake.interest), []).append(stake)
    return [
        (high, [GridCell(high, keen, ADVICE[high >= HIGH, keen >= HIGH][1], found.get((high, keen), [])) for keen in LEVELS])
        for high in reversed(LEVELS)
    ]


def quarters(stakes: Iterable[Stake]) -> list[Quarter]:
    """The four quarters, those to work with most first."""
    kept = sorted(stakes, key=lambda stake: (-stake.influence, -stake.interest, stake.organisation.name))
    return [
        Quarter(
            advice,
            f"{_level('Influence', is_powerful)}, {_level('interest', is_keen)}",
            look,
            [stake for stake in kept if (stake.influence >= HIGH, stake.interest >= HIGH) == (is_powerful, is_keen)],
        )
        for (is_powerful, is_keen), (advice, look) in ADVICE.items()
    ]


def _level(what: str, is_high: bool) -> str:
    return f"{what} {HIGH} or {MOST}" if is_high else f"{what} 1 to {HIGH - 1}"
