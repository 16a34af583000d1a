"""The response to a round is due 12 weeks after it closed: reminders before and after, escalation, and the gap."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from codesign.gaps import COMMENTS, OVERDUE, UNPUBLISHED
from codesign.models import Round
from codesign.response_reminders import due
from config.gaps import OVERDUE as LATE_KINDS
from config.gaps import counts, find_gaps
from missions.core import clock
from tests import making
from tests.codesign import drafts

pytestmark = pytest.mark.django_db

CLOSED = dt.datetime(2026, 5, 4, 16, tzinfo=dt.UTC)
# 84 days after 4 May.
DUE = dt.date(2026, 7, 27)


def closed(**values: Any) -> Round:
    """With an owner, a lead and a director, and one submission without an answer."""
    mission = making.make_mission()
    round_ = making.make_round(
        mission,
        status="closed",
        opens_at=CLOSED - dt.timedelta(days=20),
        closes_at=CLOSED,
        **{"owner": making.make_user("owner@x.example"), **values},
    )
    making.give(making.make_user("lead@x.example"), "lead", mission)
    making.give(making.make_user("director@x.example"), "director", mission)
    making.make_contribution(making.make_participant(round_, making.make_user(), making.make_council()))
    return round_


def told_on(day: dt.date) -> list[tuple[str, str]]:
    moment = dt.datetime.combine(day, dt.time(10), tzinfo=clock.LONDON)
    return sorted((notice.to_address, notice.key.split(":")[0]) for notice in due(moment))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-29, []),
        (-28, [("owner@x.example", "round-response-soon-28")]),
        (-8, [("owner@x.example", "round-response-soon-28")]),
        (-7, [("owner@x.example", "round-response-soon-7")]),
        (0, [("owner@x.example", "round-response-soon-7")]),
        (1, [("owner@x.example", "round-response-late")]),
        (6, [("owner@x.example", "round-response-late")]),
        (7, [("lead@x.example", "round-response-stays-late"), ("owner@x.example", "round-response-late")]),
        (
            28,
            [
                ("director@x.example", "round-response-stays-late"),
                ("lead@x.example", "round-response-stays-late"),
                ("owner@x.example", "round-response-late"),
            ],
        ),
    ],
)
def test_who_is_told_when(days: int, expected: list[tuple[str, str]]) -> None:
    closed()
    assert told_on(DUE + dt.timedelta(days=days)) == expected


def test_a_round_without_an_owner_reminds_its_lead() -> None:
    closed(owner=None)
    assert told_on(DUE - dt.timedelta(days=7)) == [("lead@x.example", "round-response-soon-7")]


@pytest.mark.parametrize("change", [{"status": "responded"}, {"imported_from": "a published conversation"}])
def test_nothing_is_due_of_a_finished_round_or_a_published_conversation(change: dict[str, str]) -> None:
    Round.objects.filter(pk=closed().pk).update(**change)
    assert told_on(DUE + dt.timedelta(days=40)) == []


def test_the_message_says_what_waits() -> None:
    closed()
    moment = dt.datetime.combine(DUE, dt.time(10), tzinfo=clock.LONDON)
    [notice] = due(moment)
    assert (notice.context["unanswered"], notice.context["comments"], notice.context["due_on"]) == (1, 0, DUE)


def kinds(round_: Round, day: dt.date) -> list[str]:
    """What is found, and counting it in one query agrees."""
    found = find_gaps([round_.mission_id], on=day)
    cache.clear()
    assert counts([round_.mission_id], on=day)[round_.mission_id].total == len(found)
    return [gap.kind for gap in found]


def test_it_becomes_a_gap_on_the_day_after() -> None:
    round_ = closed()
    assert OVERDUE not in kinds(round_, DUE)
    assert OVERDUE in kinds(round_, DUE + dt.timedelta(days=1))
    assert {OVERDUE, COMMENTS, UNPUBLISHED} <= set(LATE_KINDS)


def test_comments_that_wait_and_a_response_that_is_not_published_are_gaps_once_the_review_is_over() -> None:
    version = drafts.make_version(making.make_mission())
    round_ = drafts.make_review(version)
    drafts.make_comment(version, making.make_participant(round_, making.make_user(), making.make_council()))
    today = clock.today()
    assert not {COMMENTS, UNPUBLISHED} & set(kinds(round_, today))
    Round.objects.filter(pk=round_.pk).update(status="closed", closes_at=timezone.now() - dt.timedelta(days=2))
    assert {COMMENTS, UNPUBLISHED} <= set(kinds(round_, today))
