"""The weighted geometric mean, places, and how often something stays among the first."""

import random
from itertools import pairwise

import pytest

from missions.core.ranking import ranks, scores, shares, stays_in_top

EQUAL = (1, 1, 1, 1)


def test_a_score_is_the_weighted_geometric_mean() -> None:
    # The fourth root of 0.5 · 0.5 · 0.5 · 1, by hand: 0.125^(1/4) = 0.594604.
    assert scores({"a": (0.5, 0.5, 0.5, 1.0)}, EQUAL)["a"] == pytest.approx(59.4604, abs=1e-4)
    # All the weight on the first part leaves that part alone.
    assert scores({"a": (0.3, 0.5, 0.5, 1.0)}, (7, 0, 0, 0))["a"] == pytest.approx(30.0)


def test_equal_weights_give_the_order_of_rice() -> None:
    rng = random.Random(7)
    parts = {f"k{number}": tuple(rng.uniform(0.05, 1) for _ in range(4)) for number in range(40)}
    by_rice = sorted(parts, key=lambda key: -(parts[key][0] * parts[key][1] * parts[key][2] / (1 / parts[key][3])))
    places = ranks(parts, EQUAL)
    assert sorted(places, key=lambda key: places[key]) == by_rice


def test_a_zero_with_a_weight_makes_the_score_zero_and_without_one_counts_for_nothing() -> None:
    parts = {"a": (0.0, 1.0)}
    assert scores(parts, (1, 1))["a"] == 0
    assert scores(parts, (0, 1))["a"] == 100


def test_equal_scores_share_a_place_and_the_next_one_is_left_out() -> None:
    assert ranks({"b": (0.5, 0.8), "a": (0.8, 0.5), "c": (0.1, 0.1)}, (1, 1)) == {"a": 1, "b": 1, "c": 3}


def test_no_weight_at_all_is_refused() -> None:
    assert shares((1, 3)) == (0.25, 0.75)
    with pytest.raises(ValueError, match="above 0"):
        shares((0, 0))


def test_stability_doesnt_depend_on_the_order_of_rows() -> None:
    rng = random.Random(1)
    rows = [(f"k{number:02}", tuple(rng.choice((0.1, 0.2, 0.5, 1.0)) for _ in range(4))) for number in range(30)]
    found = stays_in_top(dict(rows))
    for _ in range(5):
        rng.shuffle(rows)
        assert stays_in_top(dict(rows)) == found
    # Five places in each draw, whatever the weights.
    assert sum(found.values()) == pytest.approx(5)


def test_what_is_better_in_everything_always_stays_and_what_is_worse_never() -> None:
    middle = {f"m{number}": (0.4 + number / 100, 0.5, 0.6, 0.5) for number in range(6)}
    found = stays_in_top({"best": (1.0, 1.0, 1.0, 1.0), "worst": (0.01, 0.01, 0.01, 0.01), **middle})
    assert (found["best"], found["worst"]) == (1.0, 0.0)


def test_how_often_follows_the_odds() -> None:
    # Two of one place: “a” is first exactly when the first weight is above the second, which is so in half of all mixes.
    found = stays_in_top({"a": (1.0, 0.5), "b": (0.5, 1.0)}, top=1)
    assert found["a"] == pytest.approx(0.5, abs=0.05)
    # Of p = (1, 0.25) and (0.5, 1): 0.25^(1-w) > 0.5^w exactly when w > 2/3, so in a third of all mixes.
    assert stays_in_top({"a": (1.0, 0.25), "b": (0.5, 1.0)}, top=1)["a"] == pytest.approx(1 / 3, abs=0.05)


def test_better_in_one_part_is_never_worse() -> None:
    found = scores({str(step): (step / 10, 0.5, 0.5, 0.5) for step in range(1, 10)}, EQUAL)
    assert all(found[str(a)] < found[str(b)] for a, b in pairwise(range(1, 10)))


def test_of_nothing_nothing_comes() -> None:
    assert (scores({}, EQUAL), ranks({}, EQUAL), stays_in_top({})) == ({}, {}, {})
