"""Findings about how a market fails: what each rests on, who may judge it, and that what was judged stays."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, transaction

from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.market import finding_actions as actions
from missions.market.finding_gaps import FINDINGS_RULE, NO_EVIDENCE, NOT_JUDGED
from missions.market.models import Finding
from missions.market.resting import resting_on
from missions.people.models import User
from missions.problems.models import Disclosure
from missions.stewardship.access import Standing, roles_on
from missions.stewardship.models import Mission
from tests import making
from tests.making import TODAY

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 3, 1)
NOW = dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
WORDS: dict[str, Any] = {
    "kind": "lock-in",
    "strength": "moderate",
    "statement": "Leaving costs too much.",
    "reasoning": "They say so.",
}


@pytest.fixture
def mission() -> Mission:
    """A market of three councils: two with A, one with B."""
    mission = making.make_mission("market")
    a, b = making.make_product(making.make_supplier(name="A")), making.make_product(making.make_supplier(name="B"))
    for product in (a, a, b):
        making.make_deployment(making.make_council(), product)
    return mission


@pytest.fixture
def analyst(mission: Mission) -> User:
    return making.give(making.make_user(), "analyst", mission)


@pytest.fixture
def lead(mission: Mission) -> User:
    return making.make_lead(mission)


def at(user: User | None, mission: Mission) -> Standing:
    return Standing(mission, user, roles_on(user, mission, on=TODAY), TODAY)


def doing(user: User, mission: Mission) -> dict[str, Any]:
    return {"by": user, "standing": at(user, mission)}


@pytest.fixture
def draft(mission: Mission, analyst: User) -> Finding:
    return actions.write_finding(**doing(analyst, mission), **WORDS)


@pytest.fixture
def judged(mission: Mission, analyst: User, lead: User, draft: Finding) -> Finding:
    actions.add_figure(**doing(analyst, mission), finding=draft, name="top1", as_at=DAY, now=NOW)
    actions.judge_finding(**doing(lead, mission), finding=draft, now=NOW)
    draft.refresh_from_db()
    return draft


def test_findings_are_numbered_one_after_the_other(mission: Mission, analyst: User, draft: Finding) -> None:
    second = actions.write_finding(**doing(analyst, mission), **WORDS)
    assert (draft.reference, second.reference) == ("MF-001", "MF-002")
    assert (draft.status, draft.written_by, draft.judged_by) == ("draft", analyst, None)


def test_a_figure_keeps_its_value_label_day_and_method_when_the_record_grows(
    mission: Mission, analyst: User, draft: Finding
) -> None:
    item = actions.add_figure(**doing(analyst, mission), finding=draft, name="top1", as_at=DAY, now=NOW)
    making.make_deployment(making.make_council(), making.make_product(making.make_supplier(name="C")))
    item.refresh_from_db()
    assert item.figure is not None
    # A runs in two of three councils. Nothing is unknown, so that there are no bounds to tell.
    assert item.figure["value"] == pytest.approx(66.6667)
    assert (item.figure["label"], item.figure["text"]) == ("Share of the largest supplier", "66.7%")
    assert (item.figure["as_at"], item.figure["known"], item.figure["exist"]) == ("2025-03-01", 3, 3)
    assert item.figure["method"] == "Market figures, version 1"
    assert item.figure["frozen_at"] == NOW.isoformat()
    later = actions.add_figure(**doing(analyst, mission), finding=draft, name="top1", as_at=TODAY, now=NOW)
    assert later.figure is not None
    assert later.figure["value"] == 50.0


def test_a_figure_says_how_far_it_could_move(mission: Mission, analyst: User, draft: Finding) -> None:
    making.make_market_answer(making.make_council(), "unknown")
    item = actions.add_figure(**doing(analyst, mission), finding=draft, name="top1", as_at=DAY, now=NOW)
    assert item.figure is not None
    # Two of four at least, three of four at most.
    assert item.figure["text"] == "66.7%, between 50.0% and 75.0% with what isn’t known"


@pytest.mark.parametrize(("name", "day"), [("top1", dt.date(2019, 1, 1)), ("top1", dt.date(2027, 1, 1)), ("in-reach", DAY)])
def test_a_figure_that_there_is_not_is_no_evidence(
    mission: Mission, analyst: User, draft: Finding, name: str, day: dt.date
) -> None:
    with pytest.raises(NotNow):
        actions.add_figure(**doing(analyst, mission), finding=draft, name=name, as_at=day, now=NOW)
    assert not draft.evidence.exists()


def test_nothing_is_added_twice(mission: Mission, analyst: User, draft: Finding) -> None:
    said = making.make_evidence(mission)
    for _ in range(2):
        attempts: tuple[Callable[[], object], ...] = (
            lambda: actions.add_figure(**doing(analyst, mission), finding=draft, name="hhi", as_at=DAY, now=NOW),
            lambda: actions.add_document(**doing(analyst, mission), finding=draft, title="A", url="https://a.example"),
            lambda: actions.add_piece(**doing(analyst, mission), finding=draft, source="said", pointer=str(said.pk)),
        )
        for attempt in attempts:
            if draft.evidence.count() < len(attempts):
                attempt()
            else:
                with pytest.raises(NotNow, match="already"):
                    attempt()
    assert draft.evidence.count() == 3


def test_what_was_said_is_pointed_to_and_hidden_from_who_may_not_read_it(mission: Mission, analyst: User, draft: Finding) -> None:
    said = making.make_evidence(mission, text="We pay twice.", disclosure=Disclosure.TEAM)
    actions.add_piece(**doing(analyst, mission), finding=draft, source="said", pointer=str(said.pk))
    assert draft.evidence.get().title == ""
    (to_team,) = resting_on(at(analyst, mission), draft.evidence.all())
    (to_public,) = resting_on(at(None, mission), draft.evidence.all())
    assert "We pay twice." in to_team.text
    assert "We pay twice." not in to_public.text
    assert "isn’t public" in to_public.text


@pytest.mark.parametrize(("source", "pointer"), [("said", "999999"), ("said", "x"), ("pain-point", "PP-999"), ("nothing", "1")])
def test_what_is_not_there_is_no_evidence(mission: Mission, analyst: User, draft: Finding, source: str, pointer: str) -> None:
    with pytest.raises(NotNow, match="isn’t there"):
        actions.add_piece(**doing(analyst, mission), finding=draft, source=source, pointer=pointer)


def test_what_belongs_to_another_mission_is_no_evidence(mission: Mission, analyst: User, draft: Finding) -> None:
    elsewhere = making.make_evidence(making.make_mission())
    with pytest.raises(NotNow):
        actions.add_piece(**doing(analyst, mission), finding=draft, source="said", pointer=str(elsewhere.pk))


def test_what_rests_on_nothing_is_not_judged(mission: Mission, lead: User, draft: Finding) -> None:
    with pytest.raises(NotNow, match="rests on nothing"):
        actions.judge_finding(**doing(lead, mission), finding=draft, now=NOW)


def test_nobody_judges_what_they_wrote(mission: Mission, lead: User) -> None:
    own = actions.write_finding(**doing(lead, mission), **WORDS)
    with pytest.raises(NotAllowed, match="You wrote this"):
        actions.judge_finding(**doing(lead, mission), finding=own, now=NOW)
    director = making.make_director(mission)
    actions.add_document(**doing(lead, mission), finding=own, title="A", url="https://a.example")
    actions.judge_finding(**doing(director, mission), finding=own, now=NOW)
    own.refresh_from_db()
    assert (own.status, own.judged_by, own.judged_at) == ("judged", director, NOW)


def test_only_the_lead_and_the_director_judge_and_withdraw(mission: Mission, judged: Finding) -> None:
    member = making.give(making.make_user(), "member", mission)
    observer = making.give(making.make_user(), "observer", mission)
    other = actions.write_finding(**doing(member, mission), **WORDS)
    for user in (member, observer):
        with pytest.raises(NotAllowed):
            actions.judge_finding(**doing(user, mission), finding=other, now=NOW)
        with pytest.raises(NotAllowed):
            actions.withdraw_finding(**doing(user, mission), finding=judged, reason="No.", now=NOW)
    with pytest.raises(NotAllowed):
        actions.write_finding(**doing(observer, mission), **WORDS)
    actions.withdraw_finding(**doing(member, mission), finding=other, reason="Said twice.", now=NOW)
    other.refresh_from_db()
    assert other.status == "withdrawn"


def test_what_was_judged_is_changed_by_nobody(mission: Mission, analyst: User, judged: Finding) -> None:
    evidence = judged.evidence.get()
    refused: tuple[Callable[[], object], ...] = (
        lambda: actions.change_finding(**doing(analyst, mission), finding=judged, **{**WORDS, "statement": "Other."}),
        lambda: actions.add_document(**doing(analyst, mission), finding=judged, title="A", url="https://a.example"),
        lambda: actions.take_out_evidence(**doing(analyst, mission), evidence=evidence),
    )
    for attempt in refused:
        with pytest.raises(NotNow, match="Only a draft"):
            attempt()
    beside_the_pages: tuple[Callable[[], object], ...] = (
        lambda: Finding.objects.update(statement="Other."),
        lambda: judged.evidence.all().delete(),
        lambda: judged.evidence.update(title="Other"),
        lambda: judged.evidence.create(source="document", title="A", url="https://a.example"),
        lambda: Finding.objects.all().delete(),
    )
    for sql in beside_the_pages:
        with pytest.raises(DatabaseError), transaction.atomic():
            sql()
    judged.refresh_from_db()
    assert judged.statement == WORDS["statement"]


def test_a_new_version_counts_once_it_is_judged(mission: Mission, analyst: User, lead: User, judged: Finding) -> None:
    second = actions.revise_finding(**doing(analyst, mission), finding=judged)
    assert (second.version, second.status, second.evidence.count()) == (2, "draft", 1)
    assert second.evidence.get().figure == judged.evidence.get().figure
    assert list(Finding.objects.standing()) == [judged]
    with pytest.raises(NotNow, match="later version"):
        actions.revise_finding(**doing(analyst, mission), finding=judged)
    actions.judge_finding(**doing(lead, mission), finding=second, now=NOW)
    assert list(Finding.objects.standing()) == [second]
    with pytest.raises(NotNow, match="later version"):
        actions.withdraw_finding(**doing(lead, mission), finding=judged, reason="Old.", now=NOW)
    actions.withdraw_finding(**doing(lead, mission), finding=second, reason="They switched.", now=NOW)
    assert not Finding.objects.standing().exists()


def test_a_draft_that_is_given_up_leaves_the_judged_version(mission: Mission, analyst: User, judged: Finding) -> None:
    second = actions.revise_finding(**doing(analyst, mission), finding=judged)
    actions.withdraw_finding(**doing(analyst, mission), finding=second, reason="No news.", now=NOW)
    assert list(Finding.objects.standing()) == [judged]
    assert actions.revise_finding(**doing(analyst, mission), finding=judged).version == 3


def test_withdrawing_says_why(mission: Mission, lead: User, judged: Finding) -> None:
    with pytest.raises(NotNow, match="Say why"):
        actions.withdraw_finding(**doing(lead, mission), finding=judged, reason=" ", now=NOW)


def test_each_change_leaves_its_audit_row(mission: Mission, analyst: User, lead: User, judged: Finding) -> None:
    actions.revise_finding(**doing(analyst, mission), finding=judged)
    rows = list(AuditRow.objects.filter(action__startswith="finding.").order_by("pk").values_list("action", "actor_id"))
    assert rows == [
        ("finding.write", analyst.pk),
        ("finding.add-evidence", analyst.pk),
        ("finding.judge", lead.pk),
        ("finding.revise", analyst.pk),
    ]


def test_a_judgement_and_its_audit_row_roll_back_together(mission: Mission, analyst: User, lead: User, draft: Finding) -> None:
    actions.add_document(**doing(analyst, mission), finding=draft, title="A", url="https://a.example")
    with patch.object(actions, "record", side_effect=RuntimeError("no audit")), pytest.raises(RuntimeError):
        actions.judge_finding(**doing(lead, mission), finding=draft, now=NOW)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_drafts_without_evidence_or_without_a_judge_are_gaps(mission: Mission, analyst: User, draft: Finding) -> None:
    def found() -> list[tuple[str, str]]:
        gaps = [(gap.kind, gap.url) for gap in FINDINGS_RULE.find([mission.pk], TODAY)]
        counted = sorted(kind for rows in FINDINGS_RULE.rows([mission.pk], TODAY) for _, kind in rows)
        assert counted == sorted(kind for kind, _ in gaps)
        return gaps

    url = f"/missions/market/market/findings/{draft.reference}/"
    assert found() == [(NO_EVIDENCE, url)]
    for title in ("a", "b"):
        actions.add_document(**doing(analyst, mission), finding=draft, title=title, url=f"https://{title}.example")
    assert found() == [(NOT_JUDGED, url)]
    actions.write_finding(**doing(analyst, mission), **WORDS)
    assert sorted(kind for kind, _ in found()) == sorted([NOT_JUDGED, NO_EVIDENCE])


def test_a_judged_finding_is_no_gap(mission: Mission, judged: Finding) -> None:
    assert list(FINDINGS_RULE.find([mission.pk], TODAY)) == []
