"""How people choose to hear, their private calendars, and the trail."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from icalendar import Calendar

from codesign.models import Round
from config.calendar_feed import calendar_of
from config.needs import Need
from missions.core import clock
from missions.core.audit import record
from missions.notices.actions import open_calendar
from missions.notices.models import CalendarFeed, Choice
from missions.notices.planning import plan
from tests.making import (
    client_of,
    make_council,
    make_decision,
    make_director,
    make_invitation,
    make_lead,
    make_mission,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_person_chooses_in_general_and_for_a_mission() -> None:
    mission = make_mission()
    lead = make_lead(mission)
    client = client_of(lead)
    page = client.get(reverse("notices:rhythm")).content.decode()
    assert (mission.name in page, "As chosen above" in page) == (True, True)
    answer = client.post(reverse("notices:rhythm"), {"general": "daily", f"mission_{mission.pk}": "at-once"})
    assert answer.headers["Location"] == reverse("people:account")
    assert Choice.objects.rhythms([lead.pk]) == {(lead.pk, None): "daily", (lead.pk, mission.pk): "at-once"}
    client.post(reverse("notices:rhythm"), {"general": "weekly", f"mission_{mission.pk}": ""})
    assert Choice.objects.rhythms([lead.pk]) == {(lead.pk, None): "weekly"}


@pytest.mark.parametrize("sent", [{"general": ""}, {"general": "hourly"}])
def test_nonsense_is_refused_with_a_word(sent: dict[str, str]) -> None:
    user = make_user()
    page = client_of(user).post(reverse("notices:rhythm"), sent)
    assert (page.status_code, "There is a problem" in page.content.decode(), Choice.objects.count()) == (200, True, 0)


def test_a_calendar_is_shown_once_followed_replaced_and_stopped() -> None:
    mission = make_mission()
    director = make_director(mission)
    decision = make_decision(mission, director, make_lead(mission), due_on=clock.today() + dt.timedelta(days=9), question="Pay?")
    client = client_of(director)
    made = client.post(reverse("notices:calendar")).content.decode()
    secret = made.partition("/calendar/")[2].partition(".ics")[0]
    assert len(secret) == 32
    assert secret not in client.get(reverse("notices:calendar")).content.decode()
    anonymous = client_of(None)
    events = Calendar.from_ical(anonymous.get(reverse("calendar_feed", args=[secret])).content).walk("VEVENT")
    assert [(str(event["summary"]), event.decoded("dtstart")) for event in events] == [("Decide: Pay?", decision.due_on)]
    client.post(reverse("notices:calendar"))
    assert anonymous.get(reverse("calendar_feed", args=[secret])).status_code == 404
    client.post(reverse("notices:calendar"), {"do": "close"})
    assert not CalendarFeed.objects.exists()


def test_whose_account_is_closed_has_no_calendar() -> None:
    user = make_user()
    secret = open_calendar(by=user)
    assert client_of(None).get(reverse("calendar_feed", args=[secret])).status_code == 200
    user.is_active = False
    user.save()
    assert client_of(None).get(reverse("calendar_feed", args=[secret])).status_code == 404


def test_words_with_line_breaks_and_commas_stay_one_event(db: Any) -> None:
    need = Need("Decide: a, b;\r\nBEGIN:VEVENT", "It was asked of you", "/x/", "Streets", due=dt.date(2026, 3, 29))
    undated = Need("Whenever", "You lead", "/y/", "Streets")
    now = dt.datetime(2026, 3, 28, 12, tzinfo=dt.UTC)
    (event,) = Calendar.from_ical(calendar_of([need, undated], now=now)).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (dt.date(2026, 3, 29), dt.date(2026, 3, 30))
    again = Calendar.from_ical(calendar_of([need], now=now + dt.timedelta(days=1))).walk("VEVENT")
    assert [str(other["uid"]) for other in again] == [str(event["uid"])]


def test_the_last_day_of_a_round_is_kept_and_replaced_when_it_moves() -> None:
    mission, council, officer = make_mission("streets"), make_council(), make_user()
    closes = dt.datetime(2099, 6, 30, 23, 0, tzinfo=dt.UTC)  # midnight in London, so that its last day is the 30th
    round_ = make_round(mission, title="What hurts, and where?", closes_at=closes, slug="what-hurts")
    make_invitation(round_, council, officer.email)
    url = reverse("round_event", args=[round_.pk])
    answer = client_of(officer).get(url)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="what-hurts.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (dt.date(2099, 6, 30), dt.date(2099, 7, 1))
    assert (str(event["summary"]), event["sequence"]) == ("Last day to answer “What hurts, and where?”", 0)
    lead = make_lead(mission)
    round_.closes_at += dt.timedelta(days=7)
    round_.save()
    with transaction.atomic():
        record("round.edit", by=lead, subject=round_, mission=mission)
    (moved,) = Calendar.from_ical(client_of(officer).get(url).content).walk("VEVENT")
    assert (moved["uid"], moved["sequence"], moved.decoded("dtstart")) == (event["uid"], 1, dt.date(2099, 7, 7))
    assert str(moved["url"]).endswith("/rounds/")
    (theirs,) = Calendar.from_ical(client_of(lead).get(url).content).walk("VEVENT")
    assert str(theirs["url"]).endswith("/missions/streets/rounds/what-hurts/")
    Round.objects.update(status="draft")
    assert client_of(officer).get(url).status_code == 404, "Nobody learns of a round before it is launched."
    assert client_of(make_user()).get(url).status_code == 404


def test_the_trail_shows_who_was_told_and_where_it_went() -> None:
    mission = make_mission()
    director, lead = make_director(mission), make_lead(mission)
    decision = make_decision(mission, director, lead, due_on=dt.date(2026, 8, 25))
    page = client_of(lead).get(reverse("notices:trail", args=[mission.slug])).content.decode()
    assert "Nobody was reminded of anything yet" in page
    plan(now=dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC))
    url = reverse("notices:trail", args=[mission.slug])
    page = client_of(lead).get(url, {"about": decision.get_absolute_url()}).content.decode()
    assert (str(director) in page, str(lead) in page, page.count("Went up")) == (True, True, 1)
    hostile = client_of(lead).get(url, {"about": "javascript:alert(1)"}).content.decode()
    assert 'href="javascript' not in hostile
