"""Reports on their way: a lead composes and issues, a director on a phone returns and signs off; the portfolio's report; the digest."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from config.demo import accounts
from missions.core import clock
from missions.core.working_days import add_working_days
from missions.notices.planning import plan
from missions.people.models import User
from missions.reports.models import Report
from missions.stewardship.models import Mission
from tests import making
from tests.journeys.person import last_email_to
from tests.outcomes.test_printing import tags_of, text_of

pytestmark = pytest.mark.journey
MISSION = "/missions/digital-planning/reports/"
TITLE = "Outcome report of a journey"


def test_a_lead_composes_a_report_and_issues_it(anybody: Callable[..., Any]) -> None:
    lead, today = anybody(accounts.LEAD.email), clock.today()
    lead.opens(MISSION).follows("Write a report").finds_it_accessible()
    lead.fills("Title", TITLE).fills("What we did", "Champions helped nine councils.")
    lead.fills_day("as_at", str(today.day), str(today.month), str(today.year))
    lead.presses("Save the draft").sees("Its figures were collected").sees("Give the delivery confidence").finds_it_accessible()
    lead.follows("Change the draft")
    lead.chooses("Amber: feasible, but significant issues need management attention").fills("Why this rating?", "Grants end.")
    later = today + dt.timedelta(days=90)
    lead.fills_day("next_review_on", str(later.day), str(later.month), str(later.year)).presses("Save the draft")
    lead.follows("Submit to the director").sees("can never change").finds_it_accessible()
    lead.presses("Submit the report").sees("The report is frozen and submitted").sees("unchanged since").finds_it_accessible()


def test_a_director_on_a_phone_returns_it_and_signs_off_the_answer(anybody: Callable[..., Any]) -> None:
    report = Report.objects.get(title=TITLE, version=1)
    director, lead = anybody(accounts.DIRECTOR.email, width=360), anybody(accounts.LEAD.email)
    director.opens("/home/").follows(f"Sign off or return “{TITLE}”").sees("Champions helped nine councils.")
    director.follows("Sign off or return").chooses("Return it with comments: a new version follows").presses("Send your answer")
    director.sees("There is a problem").finds_it_accessible()
    director.page.locator("[name=comments]").fill("Say what it cost.")
    director.presses("Send your answer").sees("Version 2 follows")
    lead.opens("/home/").follows(f"Write a new version of “{TITLE}”").follows("Change the draft").sees("Say what it cost.")
    lead.finds_it_accessible().fills("Money: what it bought", "£9,000 a council.").presses("Save the draft")
    lead.follows("Submit to the director").presses("Submit the report").sees("The report is frozen and submitted")
    director.opens("/home/").follows(f"Sign off or return “{TITLE}”").sees("£9,000 a council.").follows("Sign off or return")
    director.chooses("Sign it off: anyone can then read it").presses("Send your answer").sees("You signed the report off")
    anybody(None, scripts=False).opens(f"{MISSION}{report.issue}/2/").sees("£9,000 a council.").finds_it_accessible()


def test_without_scripts_a_report_is_submitted_too(anybody: Callable[..., Any]) -> None:
    mission, lead = Mission.objects.get(slug="digital-planning"), User.objects.get(email=accounts.LEAD.email)
    rated = {"confidence": "green", "confidence_reason": "It goes well.", "next_review_on": clock.today() + dt.timedelta(days=90)}
    issue = mission.reports.order_by("-issue")[0].issue + 1
    report = making.make_report(mission, lead, issue=issue, title="Without scripts", as_at=clock.today(), **rated)
    person = anybody(lead.email, scripts=False)
    person.opens(report.get_absolute_url()).sees("have not been collected yet").presses("Collect the figures now")
    person.sees("Its figures were collected on").follows("Submit to the director").presses("Submit the report")
    person.sees("The report is frozen and submitted")


def test_the_report_of_the_portfolio_is_written_read_printed_and_signed_off(anybody: Callable[..., Any]) -> None:
    office, director = anybody(accounts.OFFICE.email), anybody(accounts.DIRECTOR.email, width=360)
    office.opens("/portfolios/").finds_it_accessible().follows("Local services").finds_it_accessible()
    office.follows("Reports about this portfolio").finds_it_accessible().follows("Portfolio report, June 2026")
    office.sees("Missions side by side").finds_it_accessible().presses("Make a PDF").sees("Your PDF is ready")
    with office.page.expect_download() as download:
        office.page.get_by_text("Download the PDF").click()
    reader = PdfReader(BytesIO(download.value.path().read_bytes()))
    assert "Digital Planning" in text_of(reader)
    assert {"/H1", "/H2", "/Table", "/TH", "/Figure", "/Link"} <= {tag for tag, _ in tags_of(reader)}
    director.opens("/portfolio/").follows("Reports about Local services").follows("Portfolio report, autumn 2026")
    director.sees("What changed since issue 1").finds_it_accessible().follows(
        "Compare it with another issue"
    ).finds_it_accessible()
    director.page.go_back()
    director.follows("Sign off or return").chooses("Sign it off: anyone can then read it").presses("Send your answer")
    director.sees("You signed the report off")
    anybody(None).opens("/portfolios/local-services/reports/").follows("Portfolio report, autumn 2026").sees("Digital Planning")


def test_an_administrator_sets_a_portfolio_up(anybody: Callable[..., Any]) -> None:
    administrator = anybody(accounts.ADMINISTRATOR.email)
    administrator.opens("/portfolios/").follows("Set up a portfolio").finds_it_accessible()
    administrator.fills("Name", "Everything").fills("E-mail address of its director", accounts.DIRECTOR.email)
    administrator.fills("E-mail address of who writes about it", accounts.DIRECTOR.email).chooses("Digital Planning")
    administrator.presses("Save the portfolio").sees("There is a problem").finds_it_accessible()
    administrator.fills("E-mail address of who writes about it", accounts.OFFICE.email).presses("Save the portfolio")
    administrator.sees("The portfolio is saved").finds_it_accessible()


def test_a_council_member_keeps_the_last_day_of_a_round_and_hears_once_a_week(anybody: Callable[..., Any]) -> None:
    user, mission = User.objects.get(email=accounts.COUNCIL.email), Mission.objects.get(slug="digital-planning")
    council = user.organisation_roles.order_by("pk")[0].organisation
    monday = add_working_days(clock.today() + dt.timedelta(days=(7 - clock.today().weekday())), 0)
    morning = dt.datetime.combine(monday, dt.time(8, 5), clock.LONDON)
    rounds = [
        making.make_round(mission, slug=f"weekly-{name}", title=f"Weekly {name}", closes_at=morning + dt.timedelta(days=2))
        for name in ("one", "two")
    ]
    for round_ in rounds:
        making.make_participant(round_, user, council)
    officer = anybody(user.email, width=360)
    officer.opens(f"/rounds/{rounds[0].pk}/").finds_it_accessible()
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Put its last day into your calendar").click()
    assert b"Weekly one" in download.value.path().read_bytes()
    officer.opens("/people/account/").follows("Choose how often we write to you")
    officer.chooses("Once a week, in one message").presses("Save").sees("Your choice is saved.")
    plan(now=morning)
    message = last_email_to(user.email)
    assert "things wait for you in Steward" in message
    assert all(f"/rounds/{round_.pk}/" in message for round_ in rounds)
