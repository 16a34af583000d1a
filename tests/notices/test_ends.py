"""Reminders of what ends by itself, of reports' reviews, and of decisions on their way up."""

import datetime as dt
from typing import Any

import pytest

from missions.core import clock
from missions.core.models import OutboxMessage
from missions.decisions.actions import delegate
from missions.decisions.models import Decision
from missions.notices.planning import plan
from missions.outcomes.models import Level
from missions.reports.models import Report
from missions.stewardship.access import stand
from missions.stewardship.models import Mandate, Mission, MissionRole
from tests.making import (
    give,
    make_council,
    make_decision,
    make_director,
    make_indicator,
    make_lead,
    make_mission,
    make_report,
    make_user,
)

NINE = dt.datetime(2026, 9, 1, 9, tzinfo=clock.LONDON)
TODAY = NINE.date()


def told(start: str, now: dt.datetime = NINE) -> set[str]:
    """Who got a message whose subject starts so, after a run at a moment."""
    plan(now=now)
    return set(OutboxMessage.objects.filter(subject__startswith=start).values_list("to_address", flat=True))


def in_days(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends", "start"),
    [(91, None), (90, "A mandate ends"), (30, "A mandate ends"), (1, "A mandate ends"), (0, "A mandate has ended")],
)
def test_a_mandate_that_nothing_follows(ends: int, start: str | None) -> None:
    mission = make_mission()
    people = {make_director(mission).email, make_lead(mission).email}
    give(make_user(), "observer", mission)
    Mandate.objects.update(ends_on=in_days(ends))
    assert told(start or "A mandate") == (people if start else set())


@pytest.mark.django_db
def test_a_mandate_is_told_far_ahead_near_and_over_and_not_when_another_follows() -> None:
    mission = make_mission()
    director = make_director(mission)
    Mandate.objects.update(ends_on=in_days(85))
    for days in (0, 1, 62, 92):
        plan(now=NINE + dt.timedelta(days=days))
    assert OutboxMessage.objects.filter(to_address=director.email, subject__contains="andate").count() == 3
    Mandate.objects.create(mission=mission, starts_on=in_days(85), ends_on=in_days(900))
    OutboxMessage.objects.all().delete()
    assert told("A mandate", NINE + dt.timedelta(days=97)) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "is_told"), [("active", True), ("closed", False)])
def test_a_mission_that_still_runs_on_its_last_day(status: str, is_told: bool) -> None:
    mission = make_mission(status=status, ends_on=in_days(0))
    lead = make_lead(mission)
    assert told("A mission was to end") == ({lead.email} if is_told else set())


@pytest.mark.django_db
def test_a_role_that_ends_and_is_not_held_on() -> None:
    mission = make_mission()
    lead, member, goes_on = make_lead(mission), make_user(), make_user()
    give(member, "member", mission, ends_on=in_days(14))
    give(goes_on, "analyst", mission, ends_on=in_days(14))
    give(goes_on, "analyst", mission, starts_on=in_days(14))
    give(make_user(), "observer", mission, ends_on=in_days(15))
    assert told("A role ends") == {lead.email, member.email}
    MissionRole.objects.filter(user=member).update(ends_on=in_days(0))
    OutboxMessage.objects.all().delete()
    assert told("A role ends") == set(), "What has ended is a gap, and nobody waits for it."


@pytest.mark.django_db
def test_a_role_for_a_council_that_ends() -> None:
    council, officer, coordinator = make_council(), make_user(), make_user()
    give(officer, "data-provider", council, ends_on=in_days(10))
    give(coordinator, "coordinator", council)
    assert told("A role ends") == {officer.email, coordinator.email}


@pytest.mark.django_db
def test_the_day_of_a_target() -> None:
    mission = make_mission()
    lead, indicator = make_lead(mission), make_indicator(mission, slug="homes")
    made: dict[str, Any] = {"indicator": indicator, "kind": "target", "value": 5, "recorded_at": NINE}
    first = Level.objects.create(**made, for_day=in_days(1))
    assert told("The day of a target") == set()
    assert told("The day of a target", NINE + dt.timedelta(days=1)) == {lead.email}
    OutboxMessage.objects.all().delete()
    Level.objects.create(**made, for_day=in_days(60), supersedes=first, correction_reason="Later")
    assert told("The day of a target", NINE + dt.timedelta(days=3)) == set(), "A corrected target is not the target."


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "reaches"), [(13, False), (14, True)])
def test_a_decision_goes_to_the_lead_and_then_to_the_director(days: int, reaches: bool) -> None:
    mission = make_mission()
    asked, director, lead = make_lead(mission), make_director(mission), make_lead(mission)
    make_decision(mission, asked, lead, due_on=in_days(-days))
    found = told("A decision has stayed open")
    assert found == ({lead.email, director.email} if reaches else {lead.email})
    OutboxMessage.objects.all().delete()
    Decision.objects.update(status="withdrawn")
    assert told("A decision", NINE + dt.timedelta(days=1)) == set()


@pytest.mark.django_db
def test_deciding_for_a_director_ends() -> None:
    mission = make_mission()
    director, deputy = make_director(mission), give(make_user(), "member", mission)
    standing = stand(director, mission.slug, on=TODAY)
    given = delegate(by=director, standing=standing, to=deputy, starts_on=TODAY, last_day=in_days(3))
    assert told("Deciding for a director ends") == {director.email, deputy.email}
    OutboxMessage.objects.all().delete()
    given.ends_on = TODAY
    given.save()
    assert told("Deciding for", NINE + dt.timedelta(days=1)) == set()


def signed_off(mission: Mission, **values: Any) -> Report:
    return make_report(
        mission, make_lead(mission), status="signed-off", sha256="0" * 64, confidence="red", confidence_reason="Stuck.",
        submitted_at=NINE, known_at=NINE, answered_by=make_director(mission), **values,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_next_review_that_a_report_names() -> None:
    mission = make_mission()
    report = signed_off(mission, issue=1, next_review_on=in_days(14))
    assert told("A review comes") == {report.author.email}
    assert told("A review was due", NINE + dt.timedelta(days=15)) == {report.author.email}
    OutboxMessage.objects.all().delete()
    make_report(mission, report.author, issue=2)
    Report.objects.filter(pk=report.pk).update(next_review_on=in_days(20))
    assert told("A review", NINE + dt.timedelta(days=7)) == set(), "The next report was begun."
