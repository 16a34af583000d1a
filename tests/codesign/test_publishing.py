"""What tables show, attacked with all that a reader knows: no count of 1 or 2 is shown or can be worked out."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from codesign.consensus.positions import by_segment, positions
from codesign.consensus.publishing import LEAST, Published, publish
from codesign.consensus.ranges import consensus, ranks, reweighted

Table = Sequence[Sequence[int]]
SMALL_TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9), min_size=columns, max_size=columns),
        min_size=1,
        max_size=7,
    )
)


def most_it_can_be(found: Published, columns: int, wanted: Sequence[tuple[int, int]]) -> float:
    """The most that some cells of the shown table can be together, given every shown count, row size and total."""
    rows = found.rows
    equal, right = [], []

    def know(cells: Sequence[tuple[int, int]], value: int) -> None:
        line = np.zeros(len(rows) * columns)
        for r, c in cells:
            line[r * columns + c] = 1
        equal.append(line)
        right.append(value)

    for r, row in enumerate(rows):
        know([(r, c) for c in range(columns)], row.size)
        for c, count in enumerate(row.counts):
            if count is not None:
                know([(r, c)], count)
    for c, count in enumerate(found.total.counts):
        if count is not None:
            know([(r, c) for r in range(len(rows))], count)
    goal = np.zeros(len(rows) * columns)
    for r, c in wanted:
        goal[r * columns + c] = -1
    answer = linprog(goal, A_eq=np.array(equal), b_eq=np.array(right), bounds=(0, None))
    assert answer.status == 0
    return float(-answer.fun)


def truth(table: Table, found: Published, r: int, c: int) -> int:
    return sum(table[segment][c] for segment in found.rows[r].segments)


@settings(max_examples=120, deadline=None)
@given(SMALL_TABLES)
def test_nobody_can_tell_that_a_count_is_1_or_2(table: Table) -> None:
    found = publish(table)
    columns = len(table[0])
    for r, row in enumerate(found.rows):
        assert row.size == 0 or row.size >= LEAST
        for c, count in enumerate(row.counts):
            real = truth(table, found, r, c)
            assert count in (None, real)
            if 0 < real < LEAST:
                assert count is None
                assert most_it_can_be(found, columns, [(r, c)]) >= LEAST - 1e-6
    for c, count in enumerate(found.total.counts):
        real = sum(row[c] for row in table)
        assert count in (None, real)
        if found.rows and 0 < real < LEAST:
            assert count is None
            assert most_it_can_be(found, columns, [(r, c) for r in range(len(found.rows))]) >= LEAST - 1e-6


@settings(max_examples=60, deadline=None)
@given(SMALL_TABLES)
def test_every_segment_stands_in_one_row(table: Table) -> None:
    found = publish(table)
    if found.rows:
        assert sorted(segment for row in found.rows for segment in row.segments) == list(range(len(table)))
        assert sum(row.size for row in found.rows) == sum(map(sum, table))


def test_large_counts_are_all_shown() -> None:
    table = [[10, 4, 3, 0], [5, 0, 6, 3]]
    assert [row.counts for row in publish(table).rows] == [tuple(row) for row in table]


def test_one_small_count_hides_a_second_in_its_row_and_column() -> None:
    found = publish([[10, 2, 5], [9, 6, 7], [20, 30, 40]])
    hidden = {(r, c) for r, row in enumerate(found.rows) for c, count in enumerate(row.counts) if count is None}
    assert (0, 1) in hidden
    assert len([cell for cell in hidden if cell[0] == 0]) >= 2
    assert len([cell for cell in hidden if cell[1] == 1]) >= 2
    assert found.rows[2].counts[2] == 40


def test_a_small_segment_is_put_with_others() -> None:
    found = publish([[5, 5], [1, 1], [3, 3]])
    assert [row.segments for row in found.rows] == [(0,), (1, 2)]


def test_a_small_answer_over_everybody_is_hidden_with_another() -> None:
    assert publish([[10, 2, 4]]).total.counts == (10, None, None)
    assert publish([[10, 1, 0]]).total.counts == (None, None, 0)


def test_fewer_than_3_show_nothing() -> None:
    found = publish([[2, 0, 0]])
    assert found.rows == ()
    assert found.total.counts == (None, None, None)


def test_one_council_one_position() -> None:
    # Councils 0 to 4: both agree; agree and disagree; agree and pass; pass; nobody. One person in no council.
    council = np.array([0, 0, 1, 1, 2, 2, 3, -1])
    value = np.array([1, 1, 1, -1, 1, 0, 0, -1])
    held = positions(np.zeros(8, dtype=np.int64), council, value, (5, 1))
    assert held[:, 0].tolist() == [0, 2, 0, 3, -1]
    assert by_segment(held, np.array([0, 0, 1, 1, 1]), 2).tolist() == [[[1, 0, 1, 0], [1, 0, 0, 1]]]


def test_consensus_is_a_number_where_all_is_shown_and_a_range_where_not() -> None:
    # Both groups in full: (6+1)/(10+2) and (3+1)/(6+2).
    figure = consensus(publish([[6, 4], [3, 3]]).rows)
    assert figure is not None
    assert figure.low == figure.high == pytest.approx((7 / 12 * 4 / 8) ** 0.5)
    hidden = consensus(publish([[2, 10, 5], [6, 9, 7], [30, 20, 40]]).rows)
    assert hidden is not None
    assert hidden.low < (3 / 19 * 7 / 24 * 31 / 92) ** (1 / 3) < hidden.high


def test_reweighting_counts_each_type_by_how_many_exist() -> None:
    # 8 of 10 districts and 3 of 12 counties agree; there are 100 districts and 300 counties.
    figure = reweighted(publish([[8, 0, 2 + 1], [3, 9, 0]]).rows[:0], {0: 100, 1: 300})
    assert figure is None
    figure = reweighted(publish([[7, 3], [3, 9]]).rows, {0: 100, 1: 300})
    assert figure is not None
    assert figure.low == figure.high == pytest.approx((100 * 0.7 + 300 * 0.25) / 400)


def test_equal_figures_share_a_place() -> None:
    figures = [consensus(publish([row]).rows) for row in ([6, 3], [3, 6], [6, 3])]
    assert ranks([*figures, None]) == [1, 3, 1, None]
