"""Opinion groups: found where people are apart, the same in any order, and refused where there are too few."""

from itertools import pairwise

import numpy as np
import pytest

from codesign.consensus.opinion import LEAST_MEMBERS, LEAST_VOTERS, Groups, NoGroups, find_groups
from codesign.ordering import in_turn


def two_camps(people: int = 80, statements: int = 12, seed: int = 1) -> np.ndarray:
    """A third agrees with the first half of the statements and disagrees with the rest, the others the other way round; some noise."""
    random = np.random.default_rng(seed)
    side = np.where(np.arange(people) % 3 == 0, 1.0, -1.0)
    lean = np.where(np.arange(statements) < statements / 2, 1.0, -1.0)
    votes = np.outer(side, lean)
    noise = random.random(votes.shape)
    votes[noise < 0.1] *= -1
    votes[(noise > 0.1) & (noise < 0.2)] = 0
    votes[noise > 0.9] = np.nan
    return votes


def found(votes: np.ndarray) -> Groups:
    groups = find_groups(votes)
    assert isinstance(groups, Groups)
    return groups


def test_two_camps_are_found_and_are_steady() -> None:
    groups = found(two_camps())
    assert groups.count == 2
    assert groups.labels.tolist() == [1 if person % 3 == 0 else 0 for person in range(80)]
    assert groups.stability > 0.9


@pytest.mark.parametrize("seed", [3, 4])
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    votes = two_camps()
    order = np.random.default_rng(seed).permutation(len(votes))
    first, second = found(votes), found(votes[order])
    assert second.labels.tolist() == first.labels[order].tolist()
    assert (second.silhouette, second.stability) == (first.silhouette, first.stability)


def test_too_few_people_are_not_grouped() -> None:
    groups = find_groups(two_camps(people=LEAST_VOTERS - 1))
    assert isinstance(groups, NoGroups)
    assert "not enough to group" in groups.why


def test_those_who_answered_little_do_not_count() -> None:
    votes = two_camps()
    votes[0] = np.nan
    votes[1, 1:] = np.nan
    groups = found(votes)
    assert groups.voters == 78
    assert groups.labels[:2].tolist() == [-1, -1]
    votes[2:40] = np.nan
    assert isinstance(find_groups(votes), NoGroups)


def test_one_who_stands_alone_is_no_group() -> None:
    votes = np.ones((80, 10))
    votes[0] = -1
    groups = find_groups(votes)
    assert isinstance(groups, NoGroups) or min(np.bincount(groups.labels)) >= LEAST_MEMBERS


def test_everybody_alike_is_no_group() -> None:
    groups = find_groups(np.ones((60, 8)))
    assert isinstance(groups, NoGroups)
    assert "alike" in groups.why


@pytest.mark.parametrize("count", [1, 2, 5, 6, 9, 30])
def test_every_statement_stands_in_every_place_equally_often(count: int) -> None:
    orders = [in_turn(range(count), turn) for turn in range(count)]
    assert all(sorted(order) == list(range(count)) for order in orders)
    for place in range(count):
        assert sorted(order[place] for order in orders) == list(range(count))
    if count % 2 == 0:
        after = [pair for order in orders for pair in pairwise(order)]
        assert len(set(after)) == len(after)
