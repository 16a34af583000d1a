"""Kept, changed and not knowable between two days."""

import datetime as dt

import pytest

from missions.market.changes import CHANGED, KEPT, NOT_KNOWABLE, changes
from missions.register.models import Organisation, Succession
from missions.stewardship.models import Mission
from tests.making import (
    make_council,
    make_deployment,
    make_market_answer,
    make_market_list,
    make_mission,
    make_product,
    make_supplier,
)

pytestmark = pytest.mark.django_db
FIRST, SECOND = dt.date(2025, 2, 20), dt.date(2026, 2, 20)


@pytest.fixture
def mission() -> Mission:
    make_market_list(FIRST)
    make_market_list(SECOND)
    return make_mission("market")


@pytest.fixture
def council(mission: Mission) -> Organisation:
    return make_council("AYT")


def outcome(mission: Mission, since: dt.date = FIRST, until: dt.date = SECOND) -> str:
    (row,) = changes(mission, since=since, until=until).rows
    return row.outcome


def test_a_product_that_is_seen_again_was_kept(mission: Mission, council: Organisation) -> None:
    make_deployment(council, make_product(make_supplier()), last_seen_on=SECOND)
    assert outcome(mission) == KEPT


def test_a_product_that_no_later_list_names_is_not_knowable(mission: Mission, council: Organisation) -> None:
    make_deployment(council, make_product(make_supplier()))
    assert outcome(mission) == NOT_KNOWABLE


def test_without_anything_seen_after_the_first_day_nothing_counts_as_kept() -> None:
    mission = make_mission("alone")
    make_market_list(FIRST)
    make_deployment(make_council("AYT"), make_product(make_supplier()))
    assert outcome(mission, until=dt.date(2026, 9, 1)) == NOT_KNOWABLE


def test_a_new_product_is_a_change(mission: Mission, council: Organisation) -> None:
    make_deployment(council, make_product(make_supplier()), ends_on=SECOND, last_seen_on=FIRST)
    make_deployment(council, make_product(make_supplier()), observed_on=SECOND)
    assert outcome(mission) == CHANGED


def test_a_new_product_beside_one_that_isnt_seen_is_a_change(mission: Mission, council: Organisation) -> None:
    make_deployment(council, make_product(make_supplier()))
    make_deployment(council, make_product(make_supplier()), observed_on=SECOND)
    assert outcome(mission) == CHANGED


def test_a_product_that_a_person_ended_is_a_change(mission: Mission, council: Organisation) -> None:
    make_deployment(council, make_product(make_supplier()), ends_on=dt.date(2025, 9, 1))
    assert outcome(mission) == CHANGED


@pytest.mark.parametrize("kind", ["unknown", "refused"])
def test_an_unknown_system_on_either_day_is_not_knowable(mission: Mission, council: Organisation, kind: str) -> None:
    make_market_answer(council, kind, last_seen_on=FIRST)
    make_deployment(council, make_product(make_supplier()), observed_on=SECOND)
    assert outcome(mission) == NOT_KNOWABLE


def test_a_council_about_which_nothing_is_recorded_is_not_knowable(mission: Mission, council: Organisation) -> None:
    assert outcome(mission) == NOT_KNOWABLE


def test_no_system_on_both_days_was_kept_and_a_first_one_is_a_change(mission: Mission, council: Organisation) -> None:
    make_market_answer(council, "none", last_seen_on=FIRST)
    assert outcome(mission) == KEPT
    make_deployment(council, make_product(make_supplier()), observed_on=SECOND)
    assert outcome(mission) == CHANGED


def merged(on: dt.date) -> tuple[Organisation, Organisation]:
    old, new = make_council("OLD", ends_on=on), make_council("NEW", starts_on=on)
    Succession.objects.create(predecessor=old, successor=new, vests_on=on)
    return old, new


def test_a_successor_is_compared_with_what_it_replaced(mission: Mission) -> None:
    old, new = merged(dt.date(2025, 4, 1))
    product = make_product(make_supplier())
    make_deployment(old, product)
    make_deployment(new, product, observed_on=SECOND, area="OLD")
    assert outcome(mission) == KEPT


def test_a_successor_with_another_product_has_changed(mission: Mission) -> None:
    old, new = merged(dt.date(2025, 4, 1))
    make_deployment(old, make_product(make_supplier()))
    make_deployment(new, make_product(make_supplier()), observed_on=SECOND, area="OLD")
    assert outcome(mission) == CHANGED


def test_every_council_of_the_later_day_comes_out_one_way(mission: Mission, council: Organisation) -> None:
    make_deployment(council, make_product(make_supplier()), last_seen_on=SECOND)
    make_council("BEE")
    found = changes(mission, since=FIRST, until=SECOND)
    assert found.counts == {KEPT: 1, CHANGED: 0, NOT_KNOWABLE: 1}
    assert found.compared == 1
