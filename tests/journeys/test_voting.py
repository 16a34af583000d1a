"""Voting and weighing: taking part by keyboard, without scripts and on a phone; results that show no one’s vote; moderation and merging."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from codesign.actions import running, taking_part, weighing
from codesign.models import Contribution, Participant, Round
from config.demo import accounts
from missions.register.models import Organisation
from missions.stewardship.models import Mission
from tests import making

pytestmark = pytest.mark.journey
ROUND = "/missions/digital-planning/rounds/which-planning-data-should-come-next/"


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 360)], ids=["with scripts", "without, on a phone"])
def test_an_officer_votes_and_puts_things_in_order(anybody: Callable[..., Any], scripts: bool, width: int) -> None:
    officer = anybody(accounts.COUNCIL.email, scripts=scripts, width=width)
    officer.opens("/rounds/").follows("Which planning data should come next?").follows("Agree or disagree")
    officer.sees_heading("Do you agree?").page.wait_for_load_state("load")
    officer.chooses("Pass")
    if scripts:
        # Saved as it is given: nothing is pressed.
        officer.sees("Saved at").opens("/rounds/").follows("Which planning data should come next?").follows("Agree or disagree")
        assert officer.page.get_by_label("Pass", exact=True).nth(0).is_checked()
        officer.finds_it_accessible()
    officer.presses("Save my answers").sees("Your answers are saved")
    # Then what matters most, by buttons
    officer.follows("Say what matters most").sees_heading("What matters most?")
    last = officer.page.locator(".app-ranking__item p").nth(3).inner_text().partition(". ")[2]
    officer.page.get_by_role("button", name=f"Up {last}").click()
    officer.is_there().sees("Moved to place 3 of 4").sees(f"3. {last}")
    officer.page.get_by_label(f"Place of {last}").select_option("1")
    officer.page.get_by_role("button", name=f"Move {last} there").click()
    officer.is_there().sees("Moved to place 1 of 4").sees(f"1. {last}")
    if scripts:
        officer.finds_it_accessible()
    officer.presses("Keep this order").sees("Your order is saved")


def test_votes_and_order_are_given_by_keyboard(anybody: Callable[..., Any]) -> None:
    officer = anybody(accounts.COUNCIL.email)
    officer.opens("/rounds/").follows("Which planning data should come next?").follows("Agree or disagree").sees("Do you agree?")
    keys = officer.page.keyboard
    officer.page.wait_for_load_state("load")
    officer.page.get_by_role("radio").nth(0).focus()
    keys.press("ArrowUp")
    officer.sees("Saved at")
    officer.tabs_to("Save my answers")
    keys.press("Enter")
    officer.sees("Your answers are saved").follows("Say what matters most")
    officer.tabs_to("Down")
    keys.press("Enter")
    officer.sees("Moved to place 2 of 4")


def test_results_show_counts_and_nobodys_vote(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{ROUND}results/").sees("Results are shown when the round has closed").finds_it_accessible()
    # Given a round in which 12 councils of two types answered, that has closed
    round_ = a_round_that_closed()
    lead.opens(f"{round_.get_absolute_url()}results/").sees_heading("Results").sees("12 people of 12 councils answered")
    lead.sees("What matters most").sees("There is not enough to group").finds_it_accessible()
    lead.follows("Maps come first.").sees_heading("Maps come first.").sees("Council type").sees("Not shown").finds_it_accessible()


def test_submissions_are_moderated_and_put_together(anybody: Callable[..., Any]) -> None:
    round_ = a_round_that_closed()
    participants = Participant.objects.filter(round=round_).order_by("pk")
    said = [
        making.make_contribution(person, text=f"We draw each map {n} times over.") for n, person in enumerate(participants[:4])
    ]
    lead = anybody(accounts.LEAD.email)
    lead.opens(round_.get_absolute_url()).follows("Moderation (4 wait)").finds_it_accessible()
    lead.follows("Leave it out", nth=3).presses("Leave it out").sees("There is a problem").finds_it_accessible()
    lead.chooses("It is advertising.").presses("Leave it out").sees("is left out").presses("Accept all on this page")
    lead.sees("3 submissions are accepted").sees("Nothing waits.").finds_it_accessible()
    lead.opens(f"{round_.get_absolute_url()}submissions/{said[0].pk}/").follows("Put it together with others that say the same")
    lead.presses("Put them together").sees("There is a problem").finds_it_accessible()
    for number in range(3):
        lead.page.get_by_label(f"We draw each map {number} times over.").check()
    lead.fills("Or the title of a new one", "Maps are drawn again and again")
    lead.page.get_by_label("Kind of barrier of the new one").select_option("process")
    lead.presses("Put them together").sees("3 submissions are under").finds_it_accessible()
    author = anybody(said[1].participant.user.email)
    author.opens(f"/rounds/{round_.pk}/what-came-of-it/").follows("Mine is about something else").finds_it_accessible()
    author.fills("What is yours about?", "Mine is about the printer.").presses("Tell the team").sees("You objected")
    lead.opens(f"{round_.get_absolute_url()}merges/").sees("Mine is about the printer.").presses("Undo").sees("Undone")
    assert not Contribution.objects.filter(evidence__links__isnull=False, participant__round=round_).exists()


def a_round_that_closed() -> Round:
    """12 councils, half of them districts and half unitary, answered two statements and put two things in order."""
    mission = Mission.objects.get(slug="digital-planning")
    closes = timezone.now() + dt.timedelta(hours=1)
    round_ = making.make_round(mission, weighing="rank", closes_at=closes, title="What about maps?")
    round_.statements.filter(position=1).update(text="Maps come first.")
    items = [round_.items.create(position=place, text=text).pk for place, text in ((1, "Maps"), (2, "Trees"))]
    for kind in ("district", "unitary"):
        for number, council in enumerate(Organisation.objects.filter(council_type=kind, ends_on=None).order_by("pk")[:6]):
            participant = making.make_participant(
                round_, making.make_user(f"{round_.slug}-{council.code.lower()}@council.example"), council
            )
            answers = dict.fromkeys(round_.statements.values_list("pk", flat=True), 1 if number < 4 else -1)
            taking_part.vote(participant=participant, answers=answers, now=timezone.now())
            weighing.rank(participant=participant, order=items, now=timezone.now())
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now())
    running.close_due(now=timezone.now())
    return Round.objects.select_related("mission").get(pk=round_.pk)
