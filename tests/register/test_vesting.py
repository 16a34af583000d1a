"""Leads are told of a vesting day 90 and 14 days ahead, once each; not of a plan that a court holds up."""

import datetime as dt

import pytest

from missions.core.models import OutboxMessage
from missions.notices.planning import plan as send
from missions.register.linking import group
from missions.register.models import Succession
from missions.stewardship.models import EligibleType
from tests import making

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 4, 1)


@pytest.fixture
def lead() -> str:
    """The address of the lead of a mission for districts, one of which is to be replaced."""
    mission = making.make_mission()
    old, new = making.make_council("OLD", council_type="district"), making.make_council("NEW", starts_on=DAY)
    EligibleType.objects.get_or_create(mission=mission, nation=old.nation, council_type=old.council_type)
    Succession.objects.create(predecessor=old, successor=new, vests_on=DAY, status="planned")
    group()
    return making.make_lead(mission).email


def told(address: str, days_before: int) -> int:
    """How many messages there are after a run so many days before the vesting day, at nine."""
    on = DAY - dt.timedelta(days=days_before)
    send(now=dt.datetime.combine(on, dt.time(9), dt.UTC))
    return OutboxMessage.objects.filter(to_address=address, subject__contains="1 April 2027").count()


def test_ninety_and_fourteen_days_ahead_once_each(lead: str) -> None:
    """The 90th day before is New Year’s Day and a weekend follows, so that message waits until the 87th."""
    assert [told(lead, days) for days in (91, 87, 86, 15, 14, 13, 0)] == [0, 1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize("status", ["challenged", "withdrawn", "taken-effect"])
def test_what_is_stopped_or_done_is_not_told(lead: str, status: str) -> None:
    Succession.objects.update(status=status)
    assert told(lead, 14) == 0


def test_a_mission_for_other_councils_is_not_told(lead: str) -> None:
    EligibleType.objects.all().delete()
    assert told(lead, 14) == 0
