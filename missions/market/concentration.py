"""How concentrated a market is, and how far that could move with what isn't known. Plain values in, no database.

A *slot* is one council × one supplier: a council that runs systems of two suppliers has two slots, a council with three portals of one
supplier has one. With nₛ slots of supplier s and N = Σ nₛ:

    HHI = Σ (100 · nₛ / N)²        from near 0 to 10,000

so that the shares squared add up to 100 also where councils have several suppliers, and no council is cut into equal parts that nobody
published. The share of a supplier that people read is councils with it ÷ councils known; these can add up to more than 100.

Bounds. Every council whose supplier isn't known, and every system of an unknown supplier in a council that is known in part, could be
anybody's. *High*: all of them, and every product whose supplier isn't known, belong to one of the largest suppliers, as far as a council
doesn't have that one already; else to the next. HHI is convex, so that its maximum lies at such an order of suppliers: each order of up to
three of the largest six is tried. *Low*: each belongs to a supplier of its own that nobody knows yet. A new supplier adds 1 to Σ nₛ²
where an existing one adds 2nₛ + 1, at the same N, so nothing gives less (a council that may run more systems than we know counts for one).
Councils that answered that they have no such system are no part of the market.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

SOMEBODY = "somebody"
TOP = 4


@dataclass(frozen=True)
class Holding:
    """One council: the suppliers that it is known to use, and how many systems of unknown suppliers it has."""

    suppliers: frozenset[Hashable]
    unknown: int = 0
    population: int | None = None

    @property
    def is_in_market(self) -> bool:
        """Whether it has a system at all, or may have one."""
        return bool(self.suppliers) or self.unknown > 0


@dataclass(frozen=True)
class Bounded:
    """A figure with how low and how high it could be; None where nothing is known."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Concentration:
    """The figures of a market; shares are percentages of the councils that are known."""

    known: int
    unknown: int
    councils: Counter[Hashable]
    hhi: Bounded
    top1: Bounded
    top4: Bounded

    @property
    def ranked(self) -> list[Hashable]:
        """Suppliers, the one with most councils first."""
        return _ranked(self.councils)


def concentration(holdings: Iterable[Holding], *, unnamed: frozenset[Hashable] = frozenset()) -> Concentration:
    """The figures for some councils; `unnamed` are suppliers that stand for a product whose supplier isn't known."""
    market = [holding for holding in holdings if holding.is_in_market]
    known = [holding for holding in market if holding.suppliers]
    slots = _slots(known)
    highest = _all_to_the_largest(market, slots, unnamed)
    value = _hhi(slots.values())
    low = _hhi([*slots.values(), *[1] * sum(holding.unknown for holding in market)])
    high = _highest_hhi(market, slots, unnamed)
    return Concentration(
        known=len(known),
        unknown=len(market) - len(known),
        councils=slots,
        hhi=Bounded(value, low, max(high, value or 0.0) if high is not None else None),
        top1=_top(1, known, market, highest),
        top4=_top(TOP, known, market, highest),
    )


def _slots(holdings: Iterable[Holding]) -> Counter[Hashable]:
    return Counter(supplier for holding in holdings for supplier in holding.suppliers)


def _ranked(slots: Counter[Hashable]) -> list[Hashable]:
    return sorted(slots, key=lambda supplier: (-slots[supplier], str(supplier)))


def _hhi(counts: Iterable[int]) -> float | None:
    counted = list(counts)
    total = sum(counted)
    return 10_000 * sum(count * count for count in counted) / (total * total) if total else None


def _highest_hhi(market: Sequence[Holding], slots: Counter[Hashable], unnamed: frozenset[Hashable]) -> float | None:
    """The most that HHI could be; councils that are alike are looked at once."""
    alike = Counter((holding.suppliers, holding.unknown) for holding in market)
    largest = [supplier for supplier in _ranked(slots) if supplier not in unnamed][:6] or [SOMEBODY]
    orders = [order for length in (1, 2, 3) for order in permutations(largest, length)]
    return max((_hhi(_given(alike, order, unnamed).values()) or 0.0 for order in orders), default=None) if market else None


def _given(
    alike: Counter[tuple[frozenset[Hashable], int]], order: Sequence[Hashable], unnamed: frozenset[Hashable]
) -> Counter[Hashable]:
    """Slots when every unknown system goes to the first suppliers in an order that its council doesn't have."""
    slots: Counter[Hashable] = Counter()
    for (suppliers, unknown), councils in alike.items():
        named = suppliers - unnamed
        to_give = unknown + len(suppliers) - len(named)
        for supplier in [*named, *[supplier for supplier in order if supplier not in named][:to_give]]:
            slots[supplier] += councils
    return slots


def _all_to_the_largest(market: Sequence[Holding], slots: Counter[Hashable], unnamed: frozenset[Hashable]) -> list[Holding]:
    """The market if everything that isn't known belonged to the largest supplier."""
    largest = next((supplier for supplier in _ranked(slots) if supplier not in unnamed), SOMEBODY)
    found = []
    for holding in market:
        is_open = holding.unknown > 0 or not holding.suppliers.isdisjoint(unnamed)
        found.append(Holding((holding.suppliers - unnamed) | ({largest} if is_open else frozenset())))
    return found


def _top(most: int, known: Sequence[Holding], market: Sequence[Holding], highest: Sequence[Holding]) -> Bounded:
    """The share of councils that at least one of the largest suppliers serves."""
    value = _reached(most, known)
    if not market:
        return Bounded(None, None, None)
    # Each unknown system is a new supplier's: one for each place among the largest that would otherwise stay empty.
    apart = [
        Holding(holding.suppliers | {(number, part) for part in range(holding.unknown)}) for number, holding in enumerate(market)
    ]
    return Bounded(value, _reached(most, apart), _reached(most, highest))


def _reached(most: int, holdings: Sequence[Holding]) -> float | None:
    if not holdings:
        return None
    largest = set(_ranked(_slots(holdings))[:most])
    return 100 * sum(not holding.suppliers.isdisjoint(largest) for holding in holdings) / len(holdings)
