"""Leads hear of contracts a year and half a year before they end."""

import datetime as dt

import pytest

from missions.core.models import OutboxMessage
from missions.market.models import Deployment
from missions.market.reminders import due, months_before
from missions.notices.planning import plan
from missions.stewardship.models import Mission
from tests import making
from tests.making import make_council, make_deployment, make_lead, make_mission, make_product, make_supplier

pytestmark = pytest.mark.django_db
LAST_DAY = dt.date(2027, 3, 31)
AFTER = dt.date(2027, 4, 1)


def at(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 9, tzinfo=dt.UTC)


@pytest.fixture
def mission() -> Mission:
    mission = make_mission("market", name="Planning")
    make_lead(mission)
    return mission


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2027-03-31", 12, "2026-03-31"),
        ("2027-03-31", 6, "2026-09-30"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2027-01-15", 6, "2026-07-15"),
    ],
)
def test_months_before_a_day(day: str, months: int, before: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months).isoformat() == before


@pytest.mark.parametrize(
    ("now", "months"),
    [
        (at(2026, 3, 30), []),
        (at(2026, 3, 31), [12]),
        (at(2026, 9, 29), [12]),
        (at(2026, 9, 30), [6]),
        (at(2027, 3, 31), [6]),
        (at(2027, 4, 1), []),
    ],
)
def test_a_year_and_half_a_year_ahead(mission: Mission, now: dt.datetime, months: list[int]) -> None:
    make_deployment(make_council(), make_product(make_supplier()), contract_ends_on=AFTER)
    assert [notice.context["months"] for notice in due(now)] == months


def test_contracts_that_end_on_one_day_come_in_one_message_once(mission: Mission) -> None:
    product = make_product(make_supplier(name="Arcus"), "Arcus One")
    for name in ("Ayton", "Beeton"):
        make_deployment(make_council(name=name), product, contract_ends_on=AFTER)
    now = at(2026, 9, 1)
    assert plan(now=now).sent == 1
    message = OutboxMessage.objects.get()
    assert message.subject == "2 councils can switch after 31 March 2027"
    assert "Ayton: Arcus One (Arcus)" in message.text
    assert "/missions/market/market/windows/" in message.text
    assert plan(now=now).sent == 0
    make_deployment(make_council(name="Ceeton"), product, contract_ends_on=AFTER)
    assert plan(now=now).sent == 1
    assert plan(now=at(2026, 10, 1)).sent == 1


def test_what_is_not_this_missions_market_is_not_told(mission: Mission) -> None:
    product = make_product(make_supplier())
    make_deployment(make_council(council_type="county"), product, contract_ends_on=AFTER)
    make_deployment(make_council(), make_product(make_supplier(), service="Housing"), contract_ends_on=AFTER)
    make_deployment(make_council(), product, contract_ends_on=AFTER, ends_on=dt.date(2026, 1, 1), end_reason="Told")
    make_deployment(make_council(), product)
    Mission.objects.create(
        slug="closed", name="Closed", service="Planning", status="closed", lead_department=making.make_department()
    )
    assert list(due(at(2026, 9, 1))) == []


def test_as_many_queries_whatever_the_number(mission: Mission, django_assert_num_queries: object) -> None:
    product = make_product(make_supplier())
    for _ in range(30):
        make_deployment(make_council(), product, contract_ends_on=AFTER)
    with django_assert_num_queries(3):  # type: ignore[operator]
        (notice,) = due(at(2026, 9, 1))
    assert (notice.context["count"], len(notice.context["contracts"]), notice.context["more"]) == (30, 20, 10)
    assert Deployment.objects.count() == 30
