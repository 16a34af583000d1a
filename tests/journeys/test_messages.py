"""How people hear of things: a council member's daily message, a private calendar, and the administrator's view of what runs."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from config.demo import accounts
from missions.core import clock
from missions.core.working_days import add_working_days
from missions.notices.planning import plan
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests import making
from tests.journeys.person import last_email_to


def test_a_council_member_gets_one_message_a_day_and_follows_it(anybody: Callable[..., Any]) -> None:
    mission, dorset = Mission.objects.get(slug="digital-planning"), Organisation.objects.get(code="DST")
    user = User.objects.get(email=accounts.COUNCIL.email)
    if not user.organisation_roles.filter(role="data-provider").exists():
        making.give(user, "data-provider", dorset)
    morning = dt.datetime.combine(add_working_days(clock.today(), 1), dt.time(8, 5), clock.LONDON)
    for slug in ("first", "second"):
        indicator = making.make_indicator(mission, slug=f"journey-{slug}", name=f"Trees, {slug} count")
        making.make_collection(indicator, dorset, due_on=clock.london_day(morning) + dt.timedelta(days=20), opened_by=user)
    officer = anybody(user.email, width=360)
    officer.opens("/people/account/").follows("Choose how often we write to you").finds_it_accessible()
    officer.chooses("Once a day, in one message").presses("Save").sees("Your choice is saved.")
    plan(now=morning)
    message = last_email_to(user.email)
    assert "things wait for you in Steward" in message
    assert message.count("/missions/digital-planning/") >= 2
    path = next(part for part in message.split() if "/outcomes/" in part).partition("//")[2].partition("/")[2]
    officer.opens(f"/{path}").finds_it_accessible().sees("Trees,")


def test_a_director_puts_dates_into_a_calendar_and_stops_it(anybody: Callable[..., Any]) -> None:
    director = anybody(accounts.DIRECTOR.email)
    director.opens("/messages/calendar/").presses("Make an address").sees("Copy it now").finds_it_accessible()
    director.opens("/messages/calendar/").sees("We can’t show it again").finds_it_accessible()
    director.presses("Stop the calendar").sees("no longer works")


def test_a_director_lets_a_deputy_decide_on_a_phone(anybody: Callable[..., Any]) -> None:
    asked, lead = (User.objects.get(email=account.email) for account in (accounts.DIRECTOR, accounts.LEAD))
    making.make_decision(Mission.objects.get(slug="digital-planning"), asked, lead, question="Should trees come next?")
    director = anybody(asked.email, width=360)
    director.opens("/missions/digital-planning/decisions/delegations/").finds_it_accessible()
    director.presses("Let them decide").sees("There is a problem").finds_it_accessible()
    deputy = User.objects.get(email=accounts.MEMBER.email)
    last = clock.today() + dt.timedelta(days=10)
    director.chooses(str(deputy)).fills_day("last_day", str(last.day), str(last.month), str(last.year))
    director.presses("Let them decide").sees(f"{deputy} may decide for you until").finds_it_accessible()
    anybody(deputy.email).opens("/home/").sees(f"{asked} let you decide it")
    director.presses("Take it back").sees("no longer decides for you")


def test_an_administrator_sees_what_runs_and_what_reminders_say(anybody: Callable[..., Any]) -> None:
    administrator = anybody(accounts.ADMINISTRATOR.email, width=360)
    administrator.opens("/people/").follows("See how the product runs").sees_heading("Operations").finds_it_accessible()
    administrator.follows("See what each reminder says").follows("A decision is due").finds_it_accessible()
