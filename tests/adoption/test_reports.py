"""Councils report their stage; the team verifies or returns it; what waits is shown, counted and remembered."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError
from django.urls import reverse

from missions.adoption import actions, reviewing
from missions.adoption.models import AdoptionEvent, AdoptionRollup, Review, Source
from missions.adoption.summary import summarise
from missions.adoption.waiting import RULE, late, returned
from missions.core import clock
from missions.core.models import AuditRow
from missions.core.refusals import NotAllowed, NotNow
from missions.interventions.models import Intervention
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import Standing, stand
from missions.stewardship.models import Mission
from tests.making import (
    TODAY,
    client_of,
    give,
    make_council,
    make_event,
    make_intervention,
    make_lead,
    make_mission,
    make_user,
)
from tests.queries import queries_of

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
    return make_intervention(mission, slug="standard", name="Standard")


@pytest.fixture
def council() -> Organisation:
    return make_council("AAA", name="Ayton")


@pytest.fixture
def officer(council: Organisation) -> User:
    return give(make_user(), "data-provider", council)


def report(item: Intervention, council: Organisation, officer: User, stage: str = "live", **values: Any) -> AdoptionEvent:
    return make_event(item, council, stage, source=Source.SELF_REPORTED, recorded_by=officer, **values)


def adopted(item: Intervention, known_at: dt.datetime | None = None) -> int:
    return summarise(item, as_at=TODAY, known_at=known_at).adopted


def test_a_report_counts_until_it_is_returned(
    standing: Standing, lead: User, item: Intervention, council: Organisation, officer: User
) -> None:
    event = report(item, council, officer)
    assert adopted(item) == 1
    before = clock.now()
    reviewing.review(by=lead, standing=standing, event=event, verdict="returned", reason="The page is empty.")
    assert adopted(item) == 0
    assert adopted(item, known_at=before) == 1
    assert AdoptionRollup.objects.get(intervention=item).adopted == 0
    assert AuditRow.objects.filter(action="adoption.returned", mission_id=item.mission_id).count() == 1
    with pytest.raises(NotNow, match="in the meantime"):
        reviewing.review(by=lead, standing=standing, event=event, verdict="verified")


def test_a_verified_report_stays_the_council_s_and_waits_no_more(
    standing: Standing, lead: User, item: Intervention, council: Organisation, officer: User
) -> None:
    event = report(item, council, officer)
    assert list(AdoptionEvent.objects.waiting()) == [event]
    reviewing.review(by=lead, standing=standing, event=event, verdict="verified")
    assert not AdoptionEvent.objects.waiting().exists()
    assert adopted(item) == 1


def test_who_may_review(standing: Standing, lead: User, item: Intervention, council: Organisation, officer: User) -> None:
    own = report(item, council, lead)
    with pytest.raises(NotAllowed, match="Somebody else"):
        reviewing.review(by=lead, standing=standing, event=own, verdict="verified")
    with pytest.raises(NotAllowed, match="can check"):
        reviewing.review(by=officer, standing=stand(officer, "planning", on=TODAY), event=own, verdict="verified")
    with pytest.raises(NotNow, match="Say why"):
        reviewing.review(by=lead, standing=standing, event=report(item, make_council(), officer), verdict="returned", reason=" ")


def test_what_a_returned_correction_replaced_stands_again(
    standing: Standing, lead: User, item: Intervention, council: Organisation, officer: User
) -> None:
    day = dt.date(2026, 3, 1)
    first = make_event(item, council, "piloting", happened_on=day)
    own = stand(officer, "planning", on=TODAY)
    wrong = actions.correct_event(by=officer, standing=own, event=first, stage="live", happened_on=day, reason="We went live")
    assert adopted(item) == 1
    reviewing.review(by=lead, standing=standing, event=wrong, verdict="returned", reason="Not yet.")
    position = summarise(item, as_at=TODAY).history.position(council.pk, TODAY)
    assert (position.stage, position.since) == ("piloting", day)


def test_a_council_puts_a_returned_report_right(
    standing: Standing, lead: User, item: Intervention, council: Organisation, officer: User
) -> None:
    event = report(item, council, officer)
    reviewing.review(by=lead, standing=standing, event=event, verdict="returned", reason="Not yet.")
    own = stand(officer, "planning", on=TODAY)
    right = actions.correct_event(
        by=officer, standing=own, event=event, stage="aware", happened_on=dt.date(2026, 2, 1), reason="Only a plan"
    )
    reviewing.review(by=lead, standing=standing, event=right, verdict="returned", reason="Nor that.")
    assert summarise(item, as_at=TODAY).history.position(council.pk, TODAY).since is None


def test_a_review_never_changes(standing: Standing, lead: User, item: Intervention, council: Organisation, officer: User) -> None:
    made = reviewing.review(by=lead, standing=standing, event=report(item, council, officer), verdict="verified")
    with pytest.raises(DatabaseError, match="Cannot update"):
        Review.objects.filter(pk=made.pk).update(verdict="returned", reason="Changed")


def test_what_waits_is_one_gap_of_the_mission(mission: Mission, item: Intervention, council: Organisation, officer: User) -> None:
    report(item, council, officer)
    report(item, make_council(), officer)
    report(make_intervention(make_mission()), make_council(), officer)
    [gap] = RULE.find([mission.pk], TODAY)
    assert gap.sentence == "2 reports of councils wait to be verified or returned."
    assert [list(rows) for rows in RULE.rows([mission.pk], TODAY)] == [[(mission.pk, gap.kind)]]


@pytest.mark.parametrize(("today", "told"), [("2026-09-14", 0), ("2026-09-15", 1)])
def test_the_lead_is_reminded_after_ten_working_days(
    mission: Mission, lead: User, item: Intervention, council: Organisation, officer: User, today: str, told: int
) -> None:
    # Tuesday 1 September 2026; ten working days on is Tuesday 15 September, no bank holiday lies between.
    recorded_at = dt.datetime(2026, 9, 1, 12, tzinfo=clock.LONDON)
    report(item, council, officer, recorded_at=recorded_at)
    report(item, make_council(), officer, recorded_at=recorded_at)
    found = list(late(dt.datetime.fromisoformat(f"{today}T12:30:00+01:00")))
    assert [notice.to_address for notice in found] == [lead.email] * told
    assert [notice.context["count"] for notice in found] == [2] * told


def test_the_reporter_is_told_of_a_return_until_it_is_put_right(
    standing: Standing, lead: User, item: Intervention, council: Organisation, officer: User
) -> None:
    event = report(item, council, officer)
    reviewing.review(by=lead, standing=standing, event=event, verdict="returned", reason="The page is empty.")
    [notice] = returned(clock.now())
    assert (notice.to_address, notice.context["reason"]) == (officer.email, "The page is empty.")
    home = client_of(officer).get(reverse("home")).content.decode()
    assert "Put right what you reported about Standard" in home
    make_event(item, council, "aware", supersedes=event, correction_reason="Only a plan", source=Source.SELF_REPORTED)
    assert list(returned(clock.now())) == []
    assert "Put right what you reported" not in client_of(officer).get(reverse("home")).content.decode()


def test_from_the_queue_to_the_answer(
    lead: User, mission: Mission, item: Intervention, council: Organisation, officer: User
) -> None:
    event = report(item, council, officer, note="See our map.")
    client, queue = client_of(lead), reverse("adoption:reports", args=["planning"])
    assert "Check 1 council’s report of adoption" in client.get(reverse("home")).content.decode()
    assert "Ayton" in client.get(queue).content.decode()
    url = reverse("adoption:review", args=["planning", event.pk])
    assert "See our map." in client.get(url).content.decode()
    assert "Say why you return it" in client.post(url, {"verdict": "returned"}).content.decode()
    html = client.post(url, {"verdict": "verified"}, follow=True).content.decode()
    assert "The report of Ayton is verified" in html
    assert "No report waits" in html
    assert "Verified on" in client.get(url).content.decode()


def test_unverified_reports_are_marked(item: Intervention, council: Organisation, officer: User, standing: Standing) -> None:
    address = reverse("adoption:adoption", args=["planning", "standard"])
    event = report(item, council, officer)
    make_event(item, make_council())
    html = client_of(None).get(address).content.decode()
    assert "The stage of 1 council rests on its own report" in html
    assert html.split('id="list"')[1].count("not verified") == 1
    reviewing.review(by=standing.user, standing=standing, event=event, verdict="verified")  # type: ignore[arg-type]
    assert "not verified" not in client_of(None).get(address).content.decode()


def test_the_queue_takes_the_same_queries_however_long(
    lead: User, mission: Mission, item: Intervention, council: Organisation, officer: User
) -> None:
    report(item, council, officer)
    client, queue = client_of(lead), reverse("adoption:reports", args=["planning"])
    one = queries_of(client, queue)
    for _ in range(20):
        report(item, make_council(), officer)
    assert queries_of(client, queue) == one <= 12
