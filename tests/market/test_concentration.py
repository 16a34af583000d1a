"""Concentration of plain holdings, against figures worked out by hand and against every way in which the unknown could turn out."""

import itertools
import random

import pytest

from missions.market.concentration import Concentration, Holding, concentration


def holdings(*councils: str, unknown: int = 0) -> list[Holding]:
    """“a” is a council of supplier a, “ab” one of two suppliers; then so many of unknown ones."""
    return [*(Holding(frozenset(council)) for council in councils), *[Holding(frozenset(), 1)] * unknown]


def test_one_supplier_for_everybody_is_ten_thousand() -> None:
    found = concentration(holdings("a", "a", "a"))
    assert (found.hhi.value, found.hhi.low, found.hhi.high) == (10_000, 10_000, 10_000)


def test_four_equal_suppliers_are_two_thousand_five_hundred() -> None:
    assert concentration(holdings("a", "b", "c", "d")).hhi.value == 2_500


def test_a_council_with_two_suppliers_has_a_place_with_each() -> None:
    # Three places: a has two, b one. (200/3)² + (100/3)² = 5,555.6.
    found = concentration(holdings("a", "ab"))
    assert found.hhi.value == pytest.approx(5_555.556, abs=0.01)
    assert found.councils == {"a": 2, "b": 1}
    assert found.top1.value == 100


def test_bounds_by_hand() -> None:
    # Known: a, a, b. Unknown: two. Highest: a 4 of 5, b 1: 80² + 20² = 6,800. Lowest: 2, 1, 1, 1 of 5: 40² + 3 × 20² = 2,800.
    found = concentration(holdings("a", "a", "b", unknown=2))
    assert found.hhi.low == pytest.approx(2_800)
    assert found.hhi.high == pytest.approx(6_800)
    assert found.hhi.value == pytest.approx(5_555.556, abs=0.01)
    assert found.top1.low == pytest.approx(40)
    assert found.top1.high == pytest.approx(80)
    assert found.top1.value == pytest.approx(200 / 3)


def test_the_largest_four_are_counted_once_for_each_council() -> None:
    assert concentration(holdings("ab", "cd", "a", "e", "a", "b", "c", "d")).top4.value == pytest.approx(100 * 7 / 8)


def test_a_council_without_a_system_is_no_part_of_the_market() -> None:
    assert concentration([*holdings("a", "b"), Holding(frozenset())]) == concentration(holdings("a", "b"))


def test_nothing_known_is_no_figure_and_not_zero() -> None:
    found = concentration(holdings(unknown=4))
    assert (found.hhi.value, found.hhi.low, found.hhi.high) == (None, 2_500, 10_000)
    assert concentration([]).hhi.value is None
    assert concentration([]).hhi.high is None


def test_a_product_of_an_unknown_supplier_may_be_the_largest_ones() -> None:
    found = concentration(holdings("a", "a", "x"), unnamed=frozenset("x"))
    assert found.hhi.value == pytest.approx(5_555.556, abs=0.01)
    assert found.hhi.high == pytest.approx(10_000)


def hhi(councils: list[frozenset[str]]) -> float:
    """The definition, written another way: the chance that two places drawn with return belong to one supplier."""
    places = [supplier for council in councils for supplier in council]
    return 10_000 * sum(one == other for one in places for other in places) / len(places) ** 2


def outcomes(market: list[Holding]) -> list[list[frozenset[str]]]:
    """Every way in which one unknown system for each council could turn out: a known supplier or a new one."""
    known = sorted({str(supplier) for holding in market for supplier in holding.suppliers})
    choices = [
        [holding.suppliers | {found} for found in [*known, f"new {number}"]] if holding.unknown else [holding.suppliers]
        for number, holding in enumerate(market)
    ]
    return [[frozenset(map(str, council)) for council in outcome] for outcome in itertools.product(*choices)]


def made_up(seed: int) -> list[Holding]:
    chance = random.Random(seed)
    suppliers = "abcd"[: chance.randint(1, 4)]
    market = [
        Holding(frozenset(chance.sample(suppliers, chance.randint(1, min(2, len(suppliers))))), int(chance.random() < 0.2))
        for _ in range(chance.randint(1, 7))
    ]
    return market + [Holding(frozenset(), 1)] * chance.randint(0, 3)


@pytest.mark.parametrize("seed", range(150))
def test_no_outcome_lies_outside_the_bounds(seed: int) -> None:
    market = made_up(seed)
    found: Concentration = concentration(market)
    values = [hhi(outcome) for outcome in outcomes(market)]
    assert found.hhi.value is not None
    assert found.hhi.low == pytest.approx(min(values))
    assert found.hhi.high == pytest.approx(max(values))
    assert (found.hhi.low or 0) <= found.hhi.value + 1e-9 <= (found.hhi.high or 0) + 2e-9


@pytest.mark.parametrize("seed", range(150))
def test_shares_of_the_largest_stay_within_their_bounds(seed: int) -> None:
    found = concentration(made_up(seed))
    for figure in (found.top1, found.top4):
        assert figure.low is not None
        assert figure.high is not None
        assert 0 <= figure.low <= figure.high <= 100
