"""What nobody has decided or asked about a market is a gap of its mission."""

import datetime as dt

import pytest

from missions.market.gaps import NOT_SEEN, NOTHING, RULE
from missions.register.models import Succession
from tests.making import (
    TODAY,
    make_council,
    make_deployment,
    make_market_answer,
    make_market_list,
    make_mission,
    make_product,
    make_supplier,
)

pytestmark = pytest.mark.django_db


def found(*missions: int, on: dt.date = TODAY) -> dict[str, str]:
    gaps = {gap.kind: gap.sentence for gap in RULE.find(missions, on)}
    counted = {kind for rows in RULE.rows(missions, on) for _, kind in rows}
    assert counted == set(gaps)
    return gaps


def test_systems_that_the_latest_list_leaves_out() -> None:
    mission = make_mission("market")
    product = make_product(make_supplier())
    make_deployment(make_council(), product)
    make_deployment(make_council(), product, last_seen_on=dt.date(2026, 1, 1))
    make_deployment(make_council(council_type="county"), product)
    make_market_list(dt.date(2026, 1, 1))
    assert found(mission.pk) == {NOT_SEEN: "1 system is left out by the latest list of the market: still in use, or ended?"}
    assert found(mission.pk, on=dt.date(2025, 12, 31)) == {}


def test_councils_about_which_nothing_is_recorded() -> None:
    mission = make_mission("market")
    make_market_answer(make_council(), "refused")
    old, new = make_council(ends_on=dt.date(2023, 4, 1)), make_council(starts_on=dt.date(2023, 4, 1))
    Succession.objects.create(predecessor=old, successor=new, vests_on=dt.date(2023, 4, 1))
    make_deployment(old, make_product(make_supplier()))
    make_council()
    make_council()
    make_market_list(dt.date(2025, 2, 20))
    assert found(mission.pk) == {NOTHING: "Nothing is recorded about the system of 2 councils."}


def test_a_mission_whose_market_nobody_has_listed_has_no_gap_of_it() -> None:
    mission = make_mission("market", service="Housing")
    make_council()
    make_market_list(dt.date(2025, 2, 20))
    assert found(mission.pk) == {}


def test_a_closed_mission_has_none() -> None:
    mission = make_mission("market", status="closed")
    make_council()
    make_market_list(dt.date(2025, 2, 20))
    assert found(mission.pk) == {}
