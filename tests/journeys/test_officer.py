"""A council officer is asked, answers without a password, and hears what came of it."""

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts
from tests.journeys.person import last_email_to, link_in

pytestmark = pytest.mark.journey
ROUND = "/missions/digital-planning/rounds/which-planning-data-should-come-next/"
# Each says something else: what is alike is asked about before it is sent.
WORDS = {
    (True, 1280): "We type every tree order twice",
    (True, 360): "Listed buildings have no outline",
    (False, 1280): "Decisions before 1998 are on microfiche",
    (False, 360): "Our supplier charges for an export",
}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_invitation_to_the_answer(anybody: Callable[..., Any], scripts: bool, width: int) -> None:
    address = f"officer-{'js' if scripts else 'plain'}-{width}@gloucester.demo.example"
    lead = anybody(accounts.LEAD.email, width=width, scripts=scripts)
    # Given an invitation
    lead.opens(ROUND).follows("Invite more people").fills("Whom do you want to invite?", f"{address}, Gloucester").presses(
        "Invite"
    )
    lead.sees("1 person is invited")
    # When the officer opens the link, starts, says what hurts and answers the statements
    officer = anybody(None, width=width, scripts=scripts)
    officer.opens(link_in(last_email_to(address))).sees("It takes about 10 minutes").presses("Start")
    officer.sees("You have joined").sees_heading("Say what hurts").presses("Send it").sees("There is a problem")
    said = f"{WORDS[scripts, width]}."
    officer.fills("What hurts?", said).chooses("It costs time every week").chooses("Anyone").presses("Send it")
    officer.sees("Thank you").sees(said)
    officer.follows("Agree or disagree").chooses("Agree").chooses("Disagree", nth=1).presses("Save my answers")
    officer.sees("Your answers are saved").sees("2 left")
    # And the lead links and answers it
    lead.opens(ROUND).follows(said[:60]).fills("Or the title of a new one", "Tree orders are typed twice")
    lead.page.get_by_label("Kind of barrier of the new one").select_option("process")
    lead.presses("Link it").sees("is linked to")
    lead.chooses("We will do it").fills("What you did, will do or won’t do, and why", "The checker will read them.").presses(
        "Save the answer"
    )
    lead.sees("its author is told")
    # Then the officer reads the answer and follows it
    officer.opens(link_in(last_email_to(address))).sees_heading("What came of what you said").sees("The checker will read them.")
    officer.sees("Follow it to what is changing").follows("See the whole thread").sees_heading("Tree orders are typed twice")


def test_each_step_is_accessible_with_its_errors(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{ROUND}invite/").fills("Whom do you want to invite?", "nobody\nstep@gloucester.demo.example, Atlantis").presses(
        "Invite"
    )
    lead.sees("Line 1: “nobody” is not an e-mail address.").sees("Line 2: No single council is known").finds_it_accessible()
    lead.fills("Whom do you want to invite?", "step@gloucester.demo.example, Gloucester").presses("Invite")
    officer = anybody(None)
    officer.opens(link_in(last_email_to("step@gloucester.demo.example"))).finds_it_accessible().presses(
        "Start"
    ).finds_it_accessible()
    officer.presses("Send it").sees("There is a problem").finds_it_accessible()


def test_who_comes_back_on_another_device_signs_in_by_a_code(anybody: Callable[..., Any]) -> None:
    email = accounts.COUNCIL.email
    officer = anybody(None, width=360)
    officer.opens("/account/login/").finds_it_accessible()
    officer.page.get_by_label("address").first.fill(email)
    officer.presses("Send me a code").sees_heading("Enter your code").finds_it_accessible()
    code = last_email_to(email).partition("Your code is")[2].split()[0]
    officer.page.locator("#main-content input[name=code]").fill(code)
    officer.presses("Sign in").sees_heading("What needs you").sees("Which planning data should come next?")
    officer.opens("/rounds/").follows("What slows down publishing planning data?").follows("See what came of what you said")
    officer.sees("We will do part of it").finds_it_accessible()


def test_the_whole_form_is_sent_by_keyboard(anybody: Callable[..., Any]) -> None:
    officer = anybody(accounts.COUNCIL.email)
    officer.opens("/rounds/").follows("Which planning data should come next?").follows("Say what hurts").sees("What hurts?")
    keys = officer.page.keyboard
    keys.press("Tab")
    assert officer.focused() == "Skip to main content"
    keys.press("Enter")
    officer.tabs_to("What hurts?")
    keys.type("Our map has three layers of the same trees.")
    officer.tabs_to("A nuisance")
    keys.press("Space")
    officer.tabs_to("Anyone")
    keys.press("Space")
    officer.tabs_to("Send it")
    keys.press("Enter")
    officer.sees("Thank you").sees("Our map has three layers of the same trees.")
