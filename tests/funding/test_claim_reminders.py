"""Claims that wait, subsidies to be published, evidence that never came: who is told, when it goes up, what the gaps page shows."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from funding import claim_gaps
from funding.claim_reminders import RULES
from funding.models import Award, Claim, FundingRule, SubsidyPublication
from missions.core.models import OutboxMessage
from missions.core.registries import Gap
from tests.funding.promised import START, Room, Told, at, make_milestone, make_promised, make_room, told_by
from tests.making import client_of, make_mission, make_supplier

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)
TEN_WORKING_DAYS = dt.date(2026, 9, 15)


@pytest.fixture
def room() -> Room:
    return make_room()


def told(room: Room, rule: str, **values: Any) -> Told:
    return told_by(room, RULES[rule], **values)


def make_claim(room: Room, status: str, **values: Any) -> Claim:
    """For work in August, in a state since 1 September."""
    award = values.pop("award", None) or make_promised(room, purpose="council-backfill")
    steps = ["submitted_by", "certified_by", "checked_by"]
    took = ("submitted", "certified", "checked").index(status) + 1 if status in ("submitted", "certified", "checked") else 1
    people = dict(zip(steps[:took], (room.people[role] for role in ("coordinator", "finance-certifier", "member")), strict=False))
    return Claim.objects.create(
        award=award,
        council=room.ayton,
        starts_on=dt.date(2026, 8, 1),
        ends_on=dt.date(2026, 9, 1),
        invoice_number=f"I-{Claim.objects.count()}",
        status=status,
        status_since=at(START),
        created_by=room.people["coordinator"],
        **people,
        **values,
    )


@pytest.mark.parametrize(
    ("status", "asked"),
    [("submitted", ["finance-certifier"]), ("certified", ["lead", "member"]), ("checked", ["lead"])],
)
def test_a_claim_waits_for_whose_turn_it_is_then_goes_up(room: Room, status: str, asked: list[str]) -> None:
    make_claim(room, status)
    assert told(room, "claim waits") == [
        *(("11 Sep", "claim_waits", role) for role in asked),
        ("15 Sep", "claim_late", "lead"),
        ("29 Sep", "claim_late", "director"),
    ]


def test_a_returned_claim_is_remembered_by_those_who_write_it(room: Room) -> None:
    make_claim(room, "returned", comment="Which hours?")
    assert told(room, "claim waits") == [
        ("15 Sep", "claim_returned", "contributor"),
        ("15 Sep", "claim_returned", "coordinator"),
    ]
    assert "What must change: Which hours?" in OutboxMessage.objects.earliest("pk").text


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_claim_that_nobody_sent_or_that_was_taken_back_waits_for_nobody(room: Room, status: str) -> None:
    make_claim(room, status)
    assert told(room, "claim waits") == []


def make_subsidy(room: Room, **values: Any) -> Award:
    """£1, decided on 1 June, so it is to be published by 1 September where that is above the threshold."""
    award = make_promised(room, "active", amount="1.00", awarded_on=dt.date(2026, 6, 1), **values)
    Award.objects.filter(pk=award.pk).update(recipient=make_supplier())
    return Award.objects.select_related("fund__mission", "recipient").get(pk=award.pk)


@pytest.fixture
def low_threshold() -> None:
    """£1 is above it."""
    FundingRule.objects.filter(name="publication-threshold").update(value="0.99")


@pytest.mark.usefixtures("low_threshold")
def test_a_subsidy_is_to_be_published_by_its_day_and_then_it_goes_up(room: Room) -> None:
    make_subsidy(room)
    assert told(room, "publication due", start=dt.date(2026, 7, 25), days=60) == [
        ("4 Aug", "publication_due", "lead"),
        ("4 Aug", "publication_due", "member"),
        ("2 Sep", "publication_late", "lead"),
        ("8 Sep", "publication_late", "director"),
    ]


@pytest.mark.usefixtures("low_threshold")
def test_a_published_one_is_remembered_by_nobody(room: Room) -> None:
    award = make_subsidy(room)
    SubsidyPublication.objects.create(award=award, reference="E1", published_on=START, recorded_by=room.people["member"])
    assert told(room, "publication due") == []
    assert gaps_of("publications late", room, START + ONE) == []


def test_at_the_threshold_nothing_is_due(room: Room) -> None:
    make_subsidy(room)  # £1, and the threshold is £100,000
    assert told(room, "publication due") == []


def test_each_email_leads_to_its_page(room: Room, low_threshold: None) -> None:
    make_claim(room, "submitted")
    make_claim(room, "returned", comment="Which hours?")
    make_subsidy(room)
    sent = {template for rule in RULES for _, template, _ in told(room, rule, start=dt.date(2026, 8, 20))}
    assert sent == {"claim_waits", "claim_late", "claim_returned", "publication_due", "publication_late"}
    for message in OutboxMessage.objects.all():
        assert "None" not in message.subject + message.text
        address = next(word for word in message.text.split() if word.startswith(settings.SITE_URL))
        assert resolve(urlsplit(address).path).url_name in ("claim", "award_subsidy")


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_number_of_queries_does_not_depend_on_how_much_waits(room: Room, rule: str, low_threshold: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert list(RULES[rule].due(at(TEN_WORKING_DAYS)))
        return len(captured)

    def everything() -> None:
        make_claim(room, "submitted")
        make_claim(room, "certified")
        make_subsidy(room)

    everything()
    few = queries()
    for _ in range(5):
        everything()
    assert queries() == few <= 5


def gaps_of(rule: str, room: Room, day: dt.date) -> list[Gap]:
    found = claim_gaps.RULES[rule]
    here = list(found.find([room.mission.pk], day))
    assert list(found.find([make_mission().pk], day)) == []
    return here


@pytest.mark.parametrize("status", ["submitted", "certified", "checked"])
def test_a_claim_that_waits_too_long_is_a_gap(room: Room, status: str) -> None:
    claim = make_claim(room, status)
    assert gaps_of("claims waiting", room, TEN_WORKING_DAYS - ONE) == []
    (gap,) = gaps_of("claims waiting", room, TEN_WORKING_DAYS)
    assert gap.sentence == f"Claim {claim.pk} of Ayton waits for {claim.turn} since 1 September 2026."
    assert gap.url == f"/missions/planning/claims/{claim.pk}/"


def test_a_milestone_whose_evidence_never_came_is_a_gap_after_ten_days(room: Room) -> None:
    award = make_promised(room)
    make_milestone(award, status="reported", status_at=at(START), kind="evidence")
    make_milestone(award, status="reported", status_at=at(START), kind="evidence", evidence_url="https://www.example.org/seen")
    assert gaps_of("milestone evidence", room, START + ONE * 9) == []
    (gap,) = gaps_of("milestone evidence", room, START + ONE * 10)
    assert "was reported on 1 September 2026" in gap.sentence


@pytest.mark.usefixtures("low_threshold")
def test_a_subsidy_that_was_not_published_in_time_is_a_gap(room: Room) -> None:
    award = make_subsidy(room, reference="S1")
    assert gaps_of("publications late", room, START) == []
    (gap,) = gaps_of("publications late", room, START + ONE)
    assert gap.sentence == f"Award S1 to {award.recipient.name}, £1, was to stand in the subsidy database by 1 September 2026."


def test_the_page_of_gaps_shows_them(room: Room, monkeypatch: pytest.MonkeyPatch, low_threshold: None) -> None:
    monkeypatch.setattr("missions.core.clock.now", lambda: at(dt.date(2026, 9, 30)))
    make_claim(room, "submitted")
    make_subsidy(room)
    make_milestone(make_promised(room), status="reported", status_at=at(START), kind="evidence")
    text = client_of(room.people["lead"]).get("/missions/planning/gaps/").content.decode()
    for kind in (claim_gaps.CLAIMS, claim_gaps.EVIDENCE, claim_gaps.PUBLICATIONS):
        assert kind in text
