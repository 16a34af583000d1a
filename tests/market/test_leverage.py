"""Greedy cover against values worked out by hand, against every choice tried, and against a solver of another kind."""

import itertools
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from missions.market.leverage import Council, greedy_cover, optimum


def council(*suppliers: str, weight: int = 1, has_unknown: bool = False) -> Council:
    return Council(frozenset((supplier, f"{supplier} product") for supplier in suppliers), weight, has_unknown)


# Six districts of A, four of B, one of both, two of C, three unknown: 16.
TOWN = [
    *[council("A")] * 6, *[council("B")] * 4, council("A", "B"), *[council("C")] * 2, *[Council(frozenset(), has_unknown=True)] * 3
]  # fmt: skip


def test_each_step_adds_what_is_not_reached_yet() -> None:
    plan = greedy_cover(TOWN, most=3)
    assert [(step.supplier, step.adds, step.reached) for step in plan.steps] == [("A", 7, 7), ("B", 4, 11), ("C", 2, 13)]
    assert plan.total == 16


def test_a_council_with_several_systems_is_reached_by_the_first_and_only_in_part() -> None:
    assert greedy_cover(TOWN, most=1).in_part == 1
    assert greedy_cover(TOWN, most=2).in_part == 0
    assert greedy_cover([council("A", has_unknown=True)], most=1).in_part == 1


def test_what_is_ready_is_reached_already_and_adds_nothing_again() -> None:
    plan = greedy_cover(TOWN, most=1, ready={"A product"})
    assert (plan.already, plan.reached) == (7, 11)
    assert [step.supplier for step in plan.steps] == ["B"]


def test_nobody_can_fund_a_supplier_that_is_not_known() -> None:
    plan = greedy_cover([Council(frozenset({("", "NIPP")}))], most=3)
    assert (plan.steps, plan.reached, plan.total) == ((), 0, 1)
    assert greedy_cover([Council(frozenset({("", "NIPP")}))], most=3, ready={"NIPP"}).reached == 1


def test_equals_go_by_name_whatever_the_order() -> None:
    for order in itertools.permutations([council("B"), council("A"), council("C")]):
        assert [step.supplier for step in greedy_cover(order, most=2).steps] == ["A", "B"]


def test_the_best_beats_greedy_where_greedy_is_lured() -> None:
    # M takes 2 of the 3 people of each side; L and R together take all 6.
    market = [council("L", weight=1), council("L", "M", weight=2), council("R", "M", weight=2), council("R", weight=1)]
    plan = greedy_cover(market, most=2)
    assert plan.reached == 5
    assert plan.best is not None
    assert (plan.best.suppliers, plan.best.reached) == (("L", "R"), 6)


def test_the_best_is_not_told_when_it_takes_too_long() -> None:
    assert greedy_cover(TOWN, most=2, most_nodes=1).best is None


councils = st.lists(
    st.builds(
        lambda suppliers, weight: council(*suppliers, weight=weight),
        st.sets(st.sampled_from("ABCDEF"), max_size=3),
        st.integers(0, 9),
    ),
    max_size=12,
)


def covered(market: list[Council], chosen: tuple[str, ...]) -> int:
    return sum(item.weight for item in market if {supplier for supplier, _ in item.systems} & set(chosen))


@given(councils, st.integers(1, 4))
def test_the_best_is_the_best_of_all_and_greedy_is_never_far(market: list[Council], most: int) -> None:
    plan = greedy_cover(market, most=most)
    best = max(covered(market, chosen) for chosen in itertools.combinations("ABCDEF", most))
    assert plan.best is not None
    assert plan.best.reached == best == covered(market, plan.best.suppliers)
    assert (1 - 1 / math.e) * best - 1e-9 <= plan.reached <= best
    assert plan.reached == covered(market, tuple(step.supplier for step in plan.steps))


@given(councils, st.integers(1, 4), st.randoms(use_true_random=False))
def test_order_never_matters_and_more_never_reaches_less(market: list[Council], most: int, chance: object) -> None:
    mixed = list(market)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    plan = greedy_cover(market, most=most)
    assert greedy_cover(mixed, most=most) == plan
    assert greedy_cover(market, most=most + 1).reached >= plan.reached
    assert greedy_cover(market, most=most, ready={"A product"}).reached >= plan.already
    adds = [step.adds for step in plan.steps]
    assert adds == sorted(adds, reverse=True)


@given(
    st.dictionaries(st.frozensets(st.sampled_from("ABCDEFGH"), min_size=1, max_size=3), st.integers(1, 9), min_size=1, max_size=9)
)
def test_a_solver_finds_the_same_best(patterns: dict[frozenset[str], int]) -> None:
    sets, names = list(patterns), "ABCDEFGH"
    rows = np.array([[*[-float(name in pattern) for name in names], *np.eye(len(sets))[row]] for row, pattern in enumerate(sets)])
    at_most = np.array([[1.0] * len(names) + [0.0] * len(sets)])
    solved = milp(
        np.array([0.0] * len(names) + [-float(patterns[pattern]) for pattern in sets]),
        constraints=[LinearConstraint(rows, ub=0), LinearConstraint(at_most, ub=3)],
        integrality=np.ones(len(names) + len(sets)),
        bounds=Bounds(0, 1),
    )
    found = optimum(patterns, most=3)
    assert found is not None
    assert found.reached == round(-solved.fun)
