"""Reminders of awards: who is told on which day, once, and when it goes up."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from funding.models import EntryKind, FundYear, LedgerEntry, Milestone, Payment
from funding.reminders import RULES
from missions.core.models import OutboxMessage
from missions.notices.planning import plan
from tests.funding.promised import START, Room, Told, at, make_milestone, make_payment, make_promised, make_room, told_by
from tests.making import make_award

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)


@pytest.fixture
def room() -> Room:
    return make_room()


def told(room: Room, rule: str, **values: Any) -> Told:
    return told_by(room, RULES[rule], **values)


def test_an_offer_waits_for_the_signatory_then_goes_up(room: Room) -> None:
    make_promised(room, "offered")
    assert told(room, "offer unanswered") == [
        ("8 Sep", "award_offer_waits", "signatory"),
        ("15 Sep", "award_offer_unanswered", "lead"),
        ("29 Sep", "award_offer_unanswered", "director"),
    ]


@pytest.mark.parametrize("status", ["approved", "accepted", "active"])
def test_nobody_is_asked_to_answer_what_is_no_open_offer(room: Room, status: str) -> None:
    make_promised(room, status)
    assert told(room, "offer unanswered") == []


def test_a_milestone_is_remembered_before_its_day_and_after_it(room: Room) -> None:
    make_milestone(make_promised(room))
    assert told(room, "milestone due", start=START - ONE * 20, days=60) == [
        ("18 Aug", "milestone_soon", "a stranger"),  # whose role ends before the day itself
        ("18 Aug", "milestone_soon", "coordinator"),
        ("18 Aug", "milestone_soon", "signatory"),
        ("2 Sep", "milestone_missed", "coordinator"),
        ("2 Sep", "milestone_missed", "signatory"),
        ("8 Sep", "milestone_stays_missed", "lead"),
        ("29 Sep", "milestone_stays_missed", "director"),
    ]


def test_nobody_is_told_that_a_day_comes_which_has_passed(room: Room) -> None:
    make_milestone(make_promised(room))
    assert {template for _, template, _ in told(room, "milestone due", start=START + ONE)} == {
        "milestone_missed",
        "milestone_stays_missed",
    }


@pytest.mark.parametrize("status", ["reported", "met"])
def test_a_milestone_about_which_the_recipient_spoke_is_not_due_any_more(room: Room, status: str) -> None:
    make_milestone(make_promised(room), status=status, status_at=at(START))
    assert told(room, "milestone due") == []


@pytest.mark.parametrize("status", ["offered", "accepted"])
def test_milestones_of_an_award_that_does_not_run_are_not_due(room: Room, status: str) -> None:
    award = make_promised(room, status)
    make_milestone(award)
    make_milestone(award, status="reported", status_at=at(START), kind="evidence")
    assert told(room, "milestone due") == told(room, "milestone unchecked") == told(room, "milestone evidence") == []


def test_a_milestone_whose_day_moves_is_told_anew(room: Room) -> None:
    item = make_milestone(make_promised(room))
    assert len(told(room, "milestone due", days=1)) == 2
    Milestone.objects.filter(pk=item.pk).update(due_on=START + ONE * 3)
    assert [who for _, _, who in told(room, "milestone due", days=1)] == ["coordinator", "signatory"]


def test_a_reported_milestone_waits_for_the_lead_ten_working_days(room: Room) -> None:
    make_milestone(make_promised(room), status="reported", status_at=at(START))
    assert told(room, "milestone unchecked") == [
        ("15 Sep", "milestone_unchecked", "lead"),
        ("29 Sep", "milestone_unchecked", "director"),
    ]


@pytest.mark.parametrize("status", ["planned", "met"])
def test_the_team_is_not_asked_to_check_what_was_not_reported_or_is_met(room: Room, status: str) -> None:
    make_milestone(make_promised(room), status=status, status_at=at(START))
    assert told(room, "milestone unchecked") == []


@pytest.mark.parametrize("kind", ["evidence", "conformance"])
def test_missing_evidence_is_asked_for_then_goes_up(room: Room, kind: str) -> None:
    make_milestone(make_promised(room), status="reported", status_at=at(START), kind=kind)
    assert told(room, "milestone evidence") == [
        ("4 Sep", "milestone_evidence", "coordinator"),
        ("4 Sep", "milestone_evidence", "signatory"),
        ("11 Sep", "milestone_evidence_missing", "lead"),
    ]


def test_no_evidence_is_asked_for_where_it_was_sent_or_none_is_due(room: Room) -> None:
    award = make_promised(room)
    make_milestone(award, status="reported", status_at=at(START), kind="evidence", evidence_url="https://www.example.org/seen")
    make_milestone(award, status="reported", status_at=at(START), kind="delivery")
    make_milestone(award, status="met", status_at=at(START), kind="evidence")
    make_milestone(award, status="planned", kind="evidence")
    assert told(room, "milestone evidence") == []


def test_a_payment_waits_for_the_payments_officer_then_goes_up(room: Room) -> None:
    make_payment(room, make_promised(room))
    assert told(room, "payment waits") == [
        ("15 Sep", "payment_waits", "payments-officer"),
        ("22 Sep", "payment_stays", "lead"),
        ("29 Sep", "payment_stays", "director"),
    ]


@pytest.mark.parametrize("status", ["refused", "released"])
def test_a_payment_that_was_decided_waits_for_nobody(room: Room, status: str) -> None:
    payment = make_payment(room, make_promised(room))
    released = {"released_by": room.people["payments-officer"], "released_at": at(START)} if status == "released" else {}
    Payment.objects.filter(pk=payment.pk).update(status=status, **released)
    assert told(room, "payment waits") == []


MARCH = dt.date(2027, 2, 20)


def test_the_end_of_the_year_is_told_once_from_1_march(room: Room) -> None:
    assert told(room, "year end", start=MARCH, days=60) == [
        ("1 Mar", "year_end", "lead"),
        ("1 Mar", "year_end", "payments-officer"),
    ]
    text = OutboxMessage.objects.filter(to_address=room.people["lead"].email).get().text
    assert "Budget: £100,000" in text


def test_a_fund_that_has_committed_and_paid_everything_owes_nothing(room: Room) -> None:
    award = make_promised(room, amount=str(100_000))
    assert [who for _, _, who in told(room, "year end", start=MARCH)] == ["lead", "payments-officer"]
    OutboxMessage.objects.all().delete()
    payment = make_payment(room, award, amount=Decimal(100_000))
    payment.status, payment.released_by, payment.released_at = "released", room.people["payments-officer"], at(START)
    payment.save()
    year = FundYear.objects.get(fund=room.fund, start_year=2026)
    LedgerEntry.objects.create(award=award, fund_year=year, kind=EntryKind.PAY, amount=award.amount, payment=payment)
    assert told(room, "year end", start=MARCH) == []


def test_a_budget_that_is_not_published_or_of_another_year_is_not_told(room: Room) -> None:
    FundYear.objects.filter(start_year=2026).update(published_on=None)
    assert told(room, "year end", start=MARCH) == []


def everything(room: Room) -> None:
    """One of each thing that waits."""
    award = make_promised(room)
    make_promised(room, "offered")
    make_milestone(award)
    make_milestone(award, status="reported", status_at=at(START), kind="evidence")
    make_milestone(award, due_on=dt.date(2027, 3, 12))
    make_payment(room, award)


def test_each_email_is_written_and_leads_somewhere(room: Room) -> None:
    everything(room)
    sent = {template for rule in RULES for _, template, _ in told(room, rule, start=MARCH, days=12)}
    sent |= {template for rule in RULES for _, template, _ in told(room, rule, start=MARCH + ONE * 20, days=1)}
    written = {path.stem for path in Path(settings.BASE_DIR, "templates/emails").glob("*.txt")}
    area = {name for name in written if name.startswith(("award_offer", "milestone_", "payment_")) or name == "year_end"}
    assert sent == area
    for message in OutboxMessage.objects.all():
        assert "Why you: you " in message.text
        assert "None" not in message.subject + message.text
        address = next(word for word in message.text.split() if word.startswith(settings.SITE_URL))
        assert resolve(urlsplit(address).path).namespace == "funding"


def test_the_hourly_run_sends_them_once_and_counts_what_goes_up(room: Room) -> None:
    make_promised(room, "offered")
    first = plan(now=at(START + ONE * 14))
    assert (first.sent, first.escalated) == (2, 1)
    again = plan(now=at(START + ONE * 14))
    assert (again.sent, again.already_sent) == (0, 2)


def test_an_award_from_the_published_list_waits_for_nobody(room: Room) -> None:
    make_award(room.mission, room.ayton)
    assert [told(room, rule, days=3) for rule in RULES if rule != "year end"] == [[]] * 5


def queries(rule: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert list(RULES[rule].due(at(MARCH + ONE * 20)))
    return len(captured)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_number_of_queries_does_not_depend_on_how_much_waits(room: Room, rule: str) -> None:
    everything(room)
    few = queries(rule)
    for _ in range(10):
        everything(room)
    assert queries(rule) == few <= 3
