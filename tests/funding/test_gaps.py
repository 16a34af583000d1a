"""What is late about awards: found on the day from which it is late, gone once somebody has acted."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.gaps import OVERDUE, Counts, counts, find_gaps, grouped
from funding import gaps
from funding.models import Award, Milestone, Payment
from missions.core.registries import Gap
from tests.funding.promised import START, Room, at, make_milestone, make_payment, make_promised, make_room
from tests.making import client_of, make_award, make_mission

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)
TEN_WORKING_DAYS = dt.date(2026, 9, 15)  # after Tuesday 1 September, with no bank holiday between


@pytest.fixture
def room() -> Room:
    return make_room()


def found(rule: str, room: Room, day: dt.date) -> list[Gap]:
    """What a rule finds for the mission; its rows, which are only counted, must say the same, and another mission has none of it."""
    ids, rule_ = [room.mission.pk], gaps.RULES[rule]
    here = list(rule_.find(ids, day))
    assert [row for rows in rule_.rows(ids, day) for row in rows] == [(gap.mission_id, gap.kind) for gap in here]
    assert list(rule_.find([make_mission().pk], day)) == []
    return here


def test_an_award_that_waits_for_approval(room: Room) -> None:
    award = make_award(room.mission, room.ayton, reference="A1", fund=room.fund, status="submitted", status_at=at(START))
    assert found("award approvals", room, TEN_WORKING_DAYS - ONE) == []
    (gap,) = found("award approvals", room, TEN_WORKING_DAYS)
    assert gap == Gap(
        "Awards that wait for approval",
        "Award A1 to Ayton waits for approval since 1 September 2026.",
        "/missions/planning/awards/A1/",
        room.mission.pk,
        START,
    )
    Award.objects.filter(pk=award.pk).update(status="rejected")
    assert found("award approvals", room, TEN_WORKING_DAYS) == []


def test_an_offer_that_nobody_has_answered(room: Room) -> None:
    award = make_promised(room, "offered", reference="A1")
    assert found("award offers", room, START + ONE * 13) == []
    (gap,) = found("award offers", room, START + ONE * 14)
    assert gap.sentence == "Award A1 to Ayton was offered and not answered since 1 September 2026."
    assert gap.since == START
    Award.objects.filter(pk=award.pk).update(status="accepted", accepted_by=room.people["signatory"])
    assert found("award offers", room, START + ONE * 14) == []


@pytest.mark.parametrize("then", [{"status": "reported", "status_at": at(START)}, {"due_on": START + ONE}])
def test_a_milestone_past_its_date(room: Room, then: dict[str, object]) -> None:
    item = make_milestone(make_promised(room, reference="A1"))
    assert found("milestones missed", room, START) == []
    (gap,) = found("milestones missed", room, START + ONE)
    assert gap.sentence == "Ayton, award A1: “The standard is in use” was due on 1 September 2026."
    assert gap.since == START
    Milestone.objects.filter(pk=item.pk).update(**then)
    assert found("milestones missed", room, START + ONE) == []


def test_a_reported_milestone_that_nobody_has_checked(room: Room) -> None:
    item = make_milestone(make_promised(room, reference="A1"), status="reported", status_at=at(START))
    assert found("milestones unchecked", room, TEN_WORKING_DAYS - ONE) == []
    (gap,) = found("milestones unchecked", room, TEN_WORKING_DAYS)
    assert gap.sentence == "Ayton, award A1: “The standard is in use” was reported on 1 September 2026."
    Milestone.objects.filter(pk=item.pk).update(status="met")
    assert found("milestones unchecked", room, TEN_WORKING_DAYS) == []


def test_milestones_of_an_award_that_ended_are_no_gaps(room: Room) -> None:
    award = make_promised(room, "accepted")
    make_milestone(award)
    make_milestone(award, status="reported", status_at=at(START))
    assert found("milestones missed", room, TEN_WORKING_DAYS) == []
    assert found("milestones unchecked", room, TEN_WORKING_DAYS) == []


def test_a_payment_that_waits_to_be_released(room: Room) -> None:
    payment = make_payment(room, make_promised(room, reference="A1"))
    assert found("payments unreleased", room, TEN_WORKING_DAYS - ONE) == []
    (gap,) = found("payments unreleased", room, TEN_WORKING_DAYS)
    assert gap.sentence == "Payment 1 of award A1 to Ayton waits since 1 September 2026."
    Payment.objects.filter(pk=payment.pk).update(status="refused")
    assert found("payments unreleased", room, TEN_WORKING_DAYS) == []


def everything(room: Room) -> None:
    """One gap of each kind by the end of September."""
    award = make_promised(room)
    make_award(room.mission, room.ayton, fund=room.fund, status="submitted", status_at=at(START))
    make_promised(room, "offered")
    make_milestone(award)
    make_milestone(award, status="reported", status_at=at(START))
    make_payment(room, award)


def test_each_kind_is_past_its_date_and_none_is_without_an_owner(room: Room) -> None:
    on = dt.date(2026, 9, 30)
    everything(room)
    groups = grouped(find_gaps([room.mission.pk], on=on))
    assert {group.kind for group in groups} <= set(OVERDUE)
    assert counts([room.mission.pk], on=on) == {room.mission.pk: Counts(total=5, unowned=0, overdue=5)}


def test_the_page_of_gaps_shows_them(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("missions.core.clock.now", lambda: at(dt.date(2026, 9, 30)))
    everything(room)
    text = client_of(room.people["lead"]).get("/missions/planning/gaps/").content.decode()
    for kind in (gaps.APPROVALS, gaps.OFFERS, gaps.MISSED, gaps.UNCHECKED, gaps.PAYMENTS):
        assert kind in text


@pytest.mark.parametrize("rule", sorted(gaps.RULES))
def test_one_query_however_many_there_are(room: Room, rule: str) -> None:
    for _ in range(5):
        everything(room)
    with CaptureQueriesContext(connection) as captured:
        assert len(list(gaps.RULES[rule].find([room.mission.pk], dt.date(2026, 9, 30)))) == 5
    assert len(captured) == 1
