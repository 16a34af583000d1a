"""Answering a round: many at once, the finish, the response that everybody reads, and the thread that each contributor follows."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from codesign.models import Participant, Round
from config.demo import accounts
from config.demo.waiting import TITLE
from missions.core import clock
from missions.core.working_days import add_working_days
from missions.interventions.models import Intervention
from missions.notices.models import Choice
from missions.notices.planning import plan
from missions.problems.models import PainPoint
from tests.journeys.person import last_email_to

pytestmark = pytest.mark.journey

MISSION = "/missions/digital-planning/"
ROUND = f"{MISSION}rounds/what-did-taking-part-in-a-pilot-cost-you/"
RESPONSE = f"{MISSION}responses/what-did-taking-part-in-a-pilot-cost-you/"


def test_the_lead_answers_in_bulk_and_finishes_the_round(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{MISSION}rounds/").follows(TITLE).sees("5 submissions wait for an answer").finds_it_accessible()
    lead.follows("Answer submissions").sees_heading("Answer submissions").finds_it_accessible()
    # When one of those chosen can't be filled, none is answered
    lead.follows("We will do it")
    for box in lead.page.get_by_role("checkbox").all():
        box.check()
    lead.presses("Answer the chosen").sees("There is a problem").sees("by your own words").finds_it_accessible()
    answer = "Thank you for telling us about “[pain point]”. The next call for pilots says how many days it takes."
    lead.fills("What you did, will do or won’t do, and why", answer).presses("Answer the chosen")
    lead.sees("isn’t linked to a pain point").sees("5 submissions wait for an answer")
    # Then those that are linked get theirs, and the one that isn't gets another
    lead.page.get_by_role("checkbox").last.uncheck()
    lead.presses("Answer the chosen").sees("4 submissions have their answer").sees("1 submission waits for an answer")
    lead.page.get_by_role("checkbox").first.check()
    lead.chooses("We have done it").fills("What you did, will do or won’t do, and why", "Every call says it since May.")
    lead.presses("Answer the chosen").sees("1 submission has its answer")
    lead.presses("Finish the round").sees("The round is finished").follows("Read the published response")
    lead.sees_heading(TITLE).sees("Testing took our one geographic-data specialist").finds_it_accessible()
    lead.does_not_see("Tell us at the start how many days")  # said to the team only


def test_a_contributor_follows_the_thread_without_scripts_on_a_phone(anybody: Callable[..., Any]) -> None:
    number = Round.objects.get(title=TITLE).pk
    officer = anybody(accounts.COUNCIL.email, scripts=False, width=360)
    officer.opens("/rounds/").follows("1 answer to what you said in What did taking part")
    officer.sees_heading("What came of what you said").sees("The next call for pilots").sees("What acts on it").sees(
        "Who uses it"
    )
    assert officer.page.url.endswith(f"/rounds/{number}/what-came-of-it/")
    officer.follows("See the whole thread").sees("What those who said it were answered")


def test_they_hear_of_the_next_step_and_stop_the_messages_with_one_press(anybody: Callable[..., Any]) -> None:
    # Given that something has begun to act on what they said, to somebody who hears of things at once
    Choice.objects.filter(user__email=accounts.COUNCIL.email).delete()
    point = PainPoint.objects.get(mission__slug="digital-planning", reference="PP-031")
    item = Intervention.objects.create(
        mission=point.mission, slug="mapper", name="A shared map specialist", kind="tool", status="alpha"
    )
    item.addresses.create(pain_point=point, basis="judgement")
    morning = dt.datetime.combine(add_working_days(clock.today(), 1), dt.time(10), tzinfo=clock.LONDON)
    plan(now=morning)
    # Then its contributor was told
    letter = last_email_to(accounts.COUNCIL.email)
    assert "What you said has moved on: A shared map specialist" in letter
    stop = next(word for word in letter.split() if "/rounds/messages/" in word)
    visitor = anybody()
    visitor.opens(stop[stop.index("/rounds/") :]).sees_heading("Messages about what came of what you said").finds_it_accessible()
    visitor.presses("Stop these messages").sees("You get no more messages").finds_it_accessible()
    assert Participant.objects.filter(follows_from__isnull=True).count() == 1
    officer = anybody(accounts.COUNCIL.email)
    officer.opens(f"/rounds/{Round.objects.get(title=TITLE).pk}/what-came-of-it/").sees("A shared map specialist")
    officer.sees("You get no e-mail about the next steps").finds_it_accessible()


def test_the_director_sees_the_same_thread_from_the_other_end(anybody: Callable[..., Any]) -> None:
    director = anybody(accounts.DIRECTOR.email)
    director.opens(f"{MISSION}pain-points/PP-075/thread/").sees("What those who said it were answered")
    director.page.get_by_text("Who may see it differently").click()
    director.sees("Our supplier charges for an export that we need once a year.").finds_it_accessible()


def test_the_lead_is_warned_that_the_same_few_carry_every_round(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{MISSION}rounds/").follows("Time asked of councils").sees_heading("Time asked of councils")
    lead.sees("The same few carry the rounds").sees("Asked in most of the last four rounds").finds_it_accessible()
    lead.opens(f"{MISSION}rounds/try-the-checker-for-tree-data/").sees("The same few carry the rounds").finds_it_accessible()


def test_everybody_takes_the_response_away(anybody: Callable[..., Any]) -> None:
    visitor = anybody()
    visitor.opens(MISSION).follows("What we asked councils, and what we answered").sees_heading("What we asked and answered")
    visitor.finds_it_accessible().follows(TITLE, exact=True).sees_heading(TITLE)
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download the response (CSV)").click()
    text = download.value.path().read_text()
    assert "Testing took our one geographic-data specialist" in text
    assert "Tell us at the start how many days" not in text
    officer = anybody(accounts.COUNCIL.email)
    officer.opens(RESPONSE).presses("Make a PDF").sees("Your PDF is ready").finds_it_accessible()
