"""Who could adopt a draft standard: counted by hand from small grids, and read from the database."""

import itertools

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from codesign.draft_grid import grid_of
from codesign.draft_models import SystemInUse
from codesign.forecasting import figures, forecast, position, to_do, verdict
from tests import making
from tests.codesign import drafts

ELEMENTS = [1, 2]
# Councils 10 to 16; suppliers 91 and 92.
GRID = {
    10: {1: "have", 2: "derive"},
    11: {1: "have", 2: "supplier"},
    12: {1: "supplier", 2: "supplier"},
    13: {1: "supplier", 2: "have"},
    14: {1: "supplier", 2: "cannot"},
    15: {1: "have"},
    16: {1: "split", 2: "have"},
}
SUPPLIER_OF = {10: 91, 11: 91, 12: 91, 13: 92, 14: 92, 15: 91, 16: None}


def test_councils_are_sorted_by_what_stands_in_their_way() -> None:
    found = forecast(ELEMENTS, GRID, SUPPLIER_OF)
    assert (found.now, found.after, found.never, found.unclear, found.councils) == (1, 3, 1, 2, 7)


def test_suppliers_come_in_the_order_of_the_councils_that_they_bring() -> None:
    steps = forecast(ELEMENTS, GRID, SUPPLIER_OF).steps
    assert [(step.supplier, step.more, step.total) for step in steps] == [(91, 2, 3), (92, 1, 4)]


def test_a_supplier_that_is_not_known_comes_last() -> None:
    waiting = {number: {1: "supplier"} for number in (1, 2, 3)}
    steps = forecast([1], waiting, {1: None, 2: None, 3: 92}).steps
    assert [(step.supplier, step.more) for step in steps] == [(92, 1), (None, 2)]


def test_each_element_is_counted_over_those_who_answered_it() -> None:
    first, second = figures(ELEMENTS, GRID)
    assert first.counts == {"have": 3, "derive": 0, "supplier": 3, "cannot": 0, "split": 1}
    assert (first.answered, first.now, first.after) == (7, 3, 6)
    assert second.counts == {"have": 2, "derive": 1, "supplier": 2, "cannot": 1, "split": 0}
    assert (second.answered, second.now, second.after) == (6, 3, 5)


def test_a_suppliers_list_has_its_own_councils_only_and_the_longest_queue_first() -> None:
    assert to_do(ELEMENTS, GRID, SUPPLIER_OF, 91) == [(2, [11, 12]), (1, [12])]
    assert to_do(ELEMENTS, GRID, SUPPLIER_OF, 92) == [(1, [13, 14])]


def test_one_council_has_one_position() -> None:
    assert [position(["have", "have"]), position(["have", "derive"])] == ["have", "split"]


@given(st.lists(st.tuples(*[st.sampled_from(["have", "derive", "supplier", "cannot", "split", ""])] * 2), max_size=12))
def test_no_council_is_lost_or_counted_twice(rows: list[tuple[str, str]]) -> None:
    grid = {pk: {n: value for n, value in enumerate(row, start=1) if value} for pk, row in enumerate(rows, start=1)}
    found = forecast(ELEMENTS, grid, {pk: pk % 3 or None for pk in grid})
    assert found.councils == len(rows)
    assert sum(step.more for step in found.steps) == found.after
    assert [step.total for step in found.steps] == list(
        itertools.accumulate((step.more for step in found.steps), initial=found.now)
    )[1:]
    assert all(
        verdict(ELEMENTS, grid[pk]) != "now" for pk, row in enumerate(rows, start=1) if {"", "cannot", "supplier"} & {*row}
    )


@pytest.mark.django_db
def test_the_grid_takes_what_councils_say_before_the_record_and_leaves_suppliers_out() -> None:
    mission = making.make_mission()
    version = drafts.make_version(mission)
    round_ = drafts.make_review(version)
    alpha, beta = making.make_supplier(), making.make_supplier()
    recorded, says_otherwise, runs_both, unknown = (making.make_council() for _ in range(4))
    first, second = making.make_product(alpha), making.make_product(beta)
    for council in (recorded, says_otherwise, runs_both):
        making.make_deployment(council, first)
    making.make_deployment(runs_both, second)
    for council in (recorded, runs_both, unknown):
        drafts.make_answers(version, round_, council, "have", "supplier", "have")
    speaker = drafts.make_answers(version, round_, says_otherwise, "have", "supplier", "")
    SystemInUse.objects.create(participant=speaker, product=second)
    # A colleague who sees it differently, and a supplier whose answers count for no council.
    drafts.make_answers(version, round_, recorded, "derive", "supplier", "have")
    other = drafts.make_answers(version, round_, making.make_council(), "cannot", "cannot", "cannot")
    other.segment, other.organisation = "supplier", None
    other.save()
    grid = grid_of(version, on=timezone.localdate())
    assert grid.supplier_of == {recorded.pk: alpha.pk, says_otherwise.pk: beta.pk, runs_both.pk: None, unknown.pk: None}
    assert [positions for council, _, positions in grid.rows() if council.pk == recorded.pk] == [["split", "supplier", "have"]]
    assert [(element.ref, [item.pk for item in councils]) for element, councils in grid.to_do(alpha.pk)] == [
        ("location", [recorded.pk])
    ]
    assert (grid.forecast().after, grid.forecast().unclear) == (2, 2)
