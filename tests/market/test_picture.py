"""What each council runs as at a day: what was known by then, and what it took over."""

import datetime as dt
from typing import Any

import pytest

from missions.market.picture import picture
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
SEEN, VESTING = dt.date(2025, 2, 20), dt.date(2027, 4, 1)


def state(mission: Mission, on: dt.date, code: str = "AYT") -> str:
    return next(place.state for place in picture(mission, as_at=on).places if place.council.code == code)


def systems(mission: Mission, on: dt.date, code: str) -> set[tuple[str, str]]:
    place = next(place for place in picture(mission, as_at=on).places if place.council.code == code)
    return {(system.deployment.product.name, system.area) for system in place.systems}


def follow(before: Organisation, after: Organisation, **values: Any) -> None:
    Succession.objects.create(predecessor=before, successor=after, **{"vests_on": VESTING, "status": "decided", **values})


@pytest.fixture
def mission() -> Mission:
    return make_mission("market")


def test_a_system_counts_from_the_day_it_was_first_seen(mission: Mission) -> None:
    make_deployment(make_council("AYT"), make_product(make_supplier()))
    assert state(mission, SEEN - dt.timedelta(days=1)) == "nothing"
    assert state(mission, SEEN) == "known"


def test_a_system_whose_start_is_known_counts_from_then(mission: Mission) -> None:
    make_deployment(make_council("AYT"), make_product(make_supplier()), starts_on=dt.date(2019, 4, 1))
    assert state(mission, dt.date(2019, 3, 31)) == "nothing"
    assert state(mission, dt.date(2019, 4, 1)) == "known"


def test_an_end_is_the_first_day_without_it(mission: Mission) -> None:
    make_deployment(make_council("AYT"), make_product(make_supplier()), ends_on=dt.date(2026, 4, 1))
    assert state(mission, dt.date(2026, 3, 31)) == "known"
    assert state(mission, dt.date(2026, 4, 1)) == "nothing"


@pytest.mark.parametrize("kind", ["unknown", "refused", "none"])
def test_each_answer_is_a_state_of_its_own(mission: Mission, kind: str) -> None:
    make_market_answer(make_council("AYT"), kind)
    assert state(mission, SEEN) == kind


def test_a_council_that_no_list_names_is_not_one_without_a_system(mission: Mission) -> None:
    make_council("AYT")
    assert state(mission, SEEN) == "nothing"


def test_the_last_answer_counts(mission: Mission) -> None:
    council = make_council("AYT")
    make_market_answer(council, "unknown")
    make_market_answer(council, "refused", observed_on=dt.date(2026, 1, 1))
    assert state(mission, dt.date(2025, 12, 31)) == "unknown"
    assert state(mission, dt.date(2026, 1, 1)) == "refused"


def test_a_system_that_is_seen_later_settles_an_unknown(mission: Mission) -> None:
    council = make_council("AYT")
    make_market_answer(council, "unknown")
    make_deployment(council, make_product(make_supplier()), observed_on=dt.date(2026, 1, 1))
    place = picture(mission, as_at=dt.date(2026, 1, 1)).places[0]
    assert (place.state, place.in_doubt) == ("known", 0)


def test_other_services_and_other_types_of_council_are_left_out(mission: Mission) -> None:
    make_deployment(make_council("AYT"), make_product(make_supplier(), service="Housing"))
    make_deployment(make_council("SCO", nation="Scotland", council_type="scottish"), make_product(make_supplier()))
    found = picture(mission, as_at=SEEN)
    assert [(place.council.code, place.state) for place in found.places] == [("AYT", "nothing")]


def test_a_successor_has_the_systems_of_both_from_its_vesting_day(mission: Mission) -> None:
    one, two = make_council("ONE", ends_on=VESTING), make_council("TWO", ends_on=VESTING)
    new = make_council("NEW", starts_on=VESTING)
    follow(one, new)
    follow(two, new)
    make_deployment(one, make_product(make_supplier(), "A"))
    make_deployment(two, make_product(make_supplier(), "B"))
    assert systems(mission, VESTING, "NEW") == {("A", "ONE"), ("B", "TWO")}
    before = picture(mission, as_at=VESTING - dt.timedelta(days=1))
    assert {place.council.code for place in before.places} == {"ONE", "TWO"}
    after = picture(mission, as_at=VESTING).places[0]
    assert (after.state, after.has_several) == ("known", True)
    assert all(system.taken_over for system in after.systems)


def test_a_successor_with_its_own_system_shows_it_beside_what_it_took_over(mission: Mission) -> None:
    old, new = make_council("OLD", ends_on=VESTING), make_council("NEW", starts_on=VESTING)
    follow(old, new)
    make_deployment(old, make_product(make_supplier(), "A"))
    make_deployment(new, make_product(make_supplier(), "B"), observed_on=VESTING)
    assert systems(mission, VESTING, "NEW") == {("A", "OLD"), ("B", "")}


def test_its_own_record_of_a_part_replaces_the_predecessors(mission: Mission) -> None:
    old, new = make_council("OLD", ends_on=VESTING), make_council("NEW", starts_on=VESTING)
    follow(old, new)
    make_deployment(old, make_product(make_supplier(), "A"))
    later = VESTING + dt.timedelta(days=30)
    make_deployment(new, make_product(make_supplier(), "B"), observed_on=later, area="OLD")
    assert systems(mission, VESTING, "NEW") == {("A", "OLD")}
    assert systems(mission, later, "NEW") == {("B", "OLD")}


def test_a_chain_of_two_mergers_is_followed(mission: Mission) -> None:
    tau = make_council("TAU", ends_on=dt.date(2019, 4, 1))
    swt = make_council("SWT", starts_on=dt.date(2019, 4, 1), ends_on=dt.date(2023, 4, 1))
    smt = make_council("SMT", starts_on=dt.date(2023, 4, 1))
    follow(tau, swt, vests_on=dt.date(2019, 4, 1), status="taken-effect")
    follow(swt, smt, vests_on=dt.date(2023, 4, 1), status="taken-effect")
    make_deployment(tau, make_product(make_supplier(), "A"), observed_on=dt.date(2018, 1, 1))
    assert systems(mission, SEEN, "SMT") == {("A", "TAU")}


def test_both_successors_of_a_split_take_the_system_over(mission: Mission) -> None:
    old = make_council("OLD", ends_on=VESTING)
    for code in ("ONE", "TWO"):
        follow(old, make_council(code, starts_on=VESTING))
    make_deployment(old, make_product(make_supplier(), "A"))
    assert systems(mission, VESTING, "ONE") == systems(mission, VESTING, "TWO") == {("A", "OLD")}


@pytest.mark.parametrize("status", ["challenged", "withdrawn"])
def test_a_reorganisation_that_is_off_passes_nothing_on(mission: Mission, status: str) -> None:
    old, new = make_council("OLD"), make_council("NEW")
    follow(old, new, status=status)
    make_deployment(old, make_product(make_supplier(), "A"))
    assert systems(mission, VESTING, "NEW") == set()


def test_answers_are_taken_over_too(mission: Mission) -> None:
    old, new = make_council("OLD", ends_on=VESTING), make_council("NEW", starts_on=VESTING)
    follow(old, new)
    make_market_answer(old, "refused")
    assert state(mission, VESTING, "NEW") == "refused"


def test_what_the_latest_list_leaves_out_is_not_seen_since(mission: Mission) -> None:
    council = make_council("AYT")
    make_deployment(council, make_product(make_supplier(), "A"))
    make_market_list(SEEN)
    make_market_list(dt.date(2026, 2, 20))
    make_market_list(dt.date(2026, 3, 1), service="Housing")
    assert picture(mission, as_at=dt.date(2026, 2, 19)).not_seen_since == []
    late = picture(mission, as_at=dt.date(2026, 2, 20))
    assert [(place.council, system.deployment.product.name) for place, system in late.not_seen_since] == [(council, "A")]
    assert late.places[0].state == "known"
