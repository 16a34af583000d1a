"""Recording, correcting and importing events; what was known when; the counts that are kept."""

import datetime as dt
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from missions.adoption import actions
from missions.adoption.imports import store_events
from missions.adoption.models import AdoptionEvent, AdoptionRollup, Source, next_reference
from missions.adoption.rollups import refresh, refresh_all
from missions.adoption.rows import EventRow
from missions.adoption.summary import derive_reach, reach_by_intervention, summarise
from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.finding import Finder
from missions.register.models import Organisation, Succession
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import TODAY, give, make_council, make_event, make_intervention, make_lead, make_mission, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def lead(mission: Mission) -> User:
    return make_lead(mission)


@pytest.fixture
def standing(mission: Mission, lead: User) -> Standing:
    return stand(lead, mission.slug, on=TODAY)


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard")


@pytest.fixture
def council() -> Organisation:
    return make_council("AAA")


def test_the_team_verifies_and_the_council_reports(
    mission: Mission, lead: User, standing: Standing, item: Intervention, council: Organisation
) -> None:
    officer = give(make_user(), "contributor", council)
    own = stand(officer, mission.slug, on=TODAY)
    day = dt.date(2026, 8, 1)
    first = actions.record_event(
        by=lead, standing=standing, intervention=item, organisation=council, stage="piloting", happened_on=day
    )
    about: dict[str, Any] = {
        "by": officer,
        "standing": own,
        "intervention": item,
        "organisation": council,
        "stage": "live",
        "happened_on": day,
    }
    with pytest.raises(NotNow, match="Give a link"):
        actions.record_event(**about)
    second = actions.record_event(**about, note="It is on our site.")
    assert (first.source, second.source) == (Source.VERIFIED, Source.SELF_REPORTED)
    assert summarise(item, as_at=TODAY).stages["live"] == 1


def test_another_council_s_staff_may_not(mission: Mission, item: Intervention, council: Organisation) -> None:
    officer = give(make_user(), "coordinator", make_council("BBB"))
    with pytest.raises(NotAllowed, match="own staff"):
        actions.record_event(
            by=officer,
            standing=stand(officer, mission.slug, on=TODAY),
            intervention=item,
            organisation=council,
            stage="live",
            happened_on=TODAY,
        )


@pytest.mark.parametrize(
    ("day", "sentence"), [(TODAY + dt.timedelta(days=1), "in the future"), (dt.date(1974, 3, 31), "did not exist")]
)
def test_a_day_must_have_come_and_lie_in_the_council_s_life(
    standing: Standing, lead: User, item: Intervention, council: Organisation, day: dt.date, sentence: str
) -> None:
    event = make_event(item, council)
    with pytest.raises(NotNow, match=sentence):
        actions.record_event(by=lead, standing=standing, intervention=item, organisation=council, stage="live", happened_on=day)
    with pytest.raises(NotNow, match=sentence):
        actions.correct_event(by=lead, standing=standing, event=event, stage="live", happened_on=day, reason="Wrong day")


def test_event_count_and_audit_row_stand_or_fall_together(
    standing: Standing, lead: User, item: Intervention, council: Organisation
) -> None:
    with patch("missions.adoption.actions.record", side_effect=RuntimeError), pytest.raises(RuntimeError), transaction.atomic():
        actions.record_event(by=lead, standing=standing, intervention=item, organisation=council, stage="live", happened_on=TODAY)
    assert not AdoptionEvent.objects.exists()
    assert not AdoptionRollup.objects.exists()


def test_an_event_is_never_changed_or_deleted(item: Intervention, council: Organisation) -> None:
    event = make_event(item, council)
    for change in (lambda: AdoptionEvent.objects.update(stage="aware"), event.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_a_correction_counts_from_now_on_and_the_first_record_before(
    mission: Mission, standing: Standing, lead: User, item: Intervention, council: Organisation
) -> None:
    event = make_event(item, council, "live", recorded_at=timezone.now() - dt.timedelta(days=2))
    then = timezone.now() - dt.timedelta(days=1)
    actions.correct_event(
        by=lead, standing=standing, event=event, stage="aware", happened_on=event.happened_on, reason="Only a plan"
    )
    assert summarise(item, as_at=TODAY).stages["aware"] == 1
    assert summarise(item, as_at=TODAY, known_at=then).stages["live"] == 1
    assert summarise(item, as_at=TODAY, known_at=then - dt.timedelta(days=9)).stages["not-started"] == 1
    assert AuditRow.objects.filter(action="adoption.correct").count() == 1


def test_a_correction_says_why_and_is_made_once(
    standing: Standing, lead: User, item: Intervention, council: Organisation
) -> None:
    event = make_event(item, council)
    with pytest.raises(NotNow, match="Say why"):
        actions.correct_event(by=lead, standing=standing, event=event, stage="aware", happened_on=TODAY, reason=" ")
    actions.correct_event(by=lead, standing=standing, event=event, stage="aware", happened_on=TODAY, reason="Only a plan")
    with pytest.raises(NotNow, match="already"):
        actions.correct_event(by=lead, standing=standing, event=event, stage="live", happened_on=TODAY, reason="Again")


def test_the_database_wants_a_reason_and_one_correction(item: Intervention, council: Organisation) -> None:
    event = make_event(item, council)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(item, council, supersedes=event)
    make_event(item, council, supersedes=event, correction_reason="Wrong")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(item, council, supersedes=event, correction_reason="Wrong again")


def row(stage: str = "live", day: str = "2024-05-01", organisation: str = "AAA") -> EventRow:
    return EventRow("standard", organisation, stage, dt.date.fromisoformat(day), f"source:{organisation}", "live")


def store(mission: Mission, *rows: EventRow) -> tuple[int, int, int]:
    tally = store_events(mission, rows, Finder(), now=timezone.now())
    return tally.created, tally.updated, tally.unchanged


def test_a_second_import_creates_nothing(mission: Mission, item: Intervention, council: Organisation) -> None:
    assert store(mission, row()) == (1, 0, 0)
    assert store(mission, row()) == (0, 0, 1)


def test_a_changed_record_corrects_the_first_one(mission: Mission, item: Intervention, council: Organisation) -> None:
    store(mission, row())
    assert store(mission, row(day="2024-06-01")) == (0, 1, 0)
    assert store(mission, row(day="2024-06-01")) == (0, 0, 1)
    present = AdoptionEvent.objects.known_at().get()
    assert (present.happened_on, present.source_reference) == (dt.date(2024, 6, 1), "source:AAA#2")


def test_a_correction_by_hand_stands_until_the_source_changes(
    mission: Mission, standing: Standing, lead: User, item: Intervention, council: Organisation
) -> None:
    store(mission, row())
    event = AdoptionEvent.objects.get()
    actions.correct_event(
        by=lead, standing=standing, event=event, stage="piloting", happened_on=event.happened_on, reason="Only a pilot"
    )
    assert store(mission, row()) == (0, 0, 1)
    assert AdoptionEvent.objects.known_at().get().stage == "piloting"
    assert store(mission, row(day="2025-01-01")) == (0, 1, 0)
    assert AdoptionEvent.objects.known_at().get().stage == "live"


def test_an_unknown_organisation_is_told(mission: Mission, item: Intervention) -> None:
    tally = store_events(mission, [row(organisation="ZZZ")], Finder(), now=timezone.now())
    assert [(problem.line, problem.value) for problem in tally.refused] == [(2, "ZZZ")]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("a", "a#2"), ("a#2", "a#3"), ("a#9", "a#10")])
def test_references_of_corrections(before: str, after: str) -> None:
    assert next_reference(before) == after


def test_kept_counts_agree_with_derived_ones(
    mission: Mission, standing: Standing, lead: User, item: Intervention, council: Organisation
) -> None:
    other = make_intervention(mission)
    actions.record_event(by=lead, standing=standing, intervention=item, organisation=council, stage="live", happened_on=TODAY)
    assert AdoptionRollup.objects.get().adopted == 1
    items = [item, other]
    assert (
        reach_by_intervention(items, as_at=TODAY)
        == derive_reach(items, as_at=TODAY)
        == {
            item.pk: (1, 1),
            other.pk: (0, 1),
        }
    )


def test_a_correction_changes_the_kept_count(
    mission: Mission, standing: Standing, lead: User, item: Intervention, council: Organisation
) -> None:
    event = make_event(item, council)
    refresh([item], on=TODAY)
    actions.correct_event(by=lead, standing=standing, event=event, stage="aware", happened_on=TODAY, reason="Only a plan")
    assert AdoptionRollup.objects.get().adopted == 0


def test_a_count_of_yesterday_is_not_used_today(mission: Mission, item: Intervention) -> None:
    """On the vesting day two adopters become one council, without any event."""
    predecessors = [make_council(ends_on=TODAY) for _ in range(2)]
    successor = make_council(starts_on=TODAY)
    for before in predecessors:
        make_event(item, before)
        Succession.objects.create(predecessor=before, successor=successor, vests_on=TODAY)
    yesterday = TODAY - dt.timedelta(days=1)
    refresh([item], on=yesterday)
    assert reach_by_intervention([item], as_at=yesterday)[item.pk].adopted == 2
    assert reach_by_intervention([item], as_at=TODAY)[item.pk].adopted == 1
    assert refresh_all([mission], on=TODAY) == 1
    assert AdoptionRollup.objects.get().adopted == 1


def test_a_withdrawn_reorganisation_passes_nothing_on(mission: Mission, item: Intervention) -> None:
    before, after = make_council(ends_on=TODAY), make_council(starts_on=TODAY)
    make_event(item, before)
    Succession.objects.create(predecessor=before, successor=after, vests_on=TODAY, status="withdrawn")
    assert summarise(item, as_at=TODAY).adopted == 0
