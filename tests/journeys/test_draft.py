"""Reviewing a draft standard: a council says what it could deliver, the lead answers comments, the response is published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from codesign.actions import running
from codesign.draft_models import Comment, DraftVersion
from codesign.models import Round
from config.demo import accounts

pytestmark = pytest.mark.journey
ASKED = "Would the draft for tree data work for you?"
DRAFT = "/missions/digital-planning/drafts/tree-data-what-each-record-says/2/"


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 360)], ids=["with scripts", "without, on a phone"])
def test_a_council_reviews_an_element(anybody: Callable[..., Any], scripts: bool, width: int) -> None:
    officer = anybody(accounts.COUNCIL.email, scripts=scripts, width=width)
    officer.opens("/rounds/").follows(ASKED, exact=True).follows("Review the draft").sees_heading("Review Tree data")
    officer.page.wait_for_load_state("load")
    officer.chooses("Our supplier must change")
    if scripts:
        officer.sees("Saved at").finds_it_accessible()
    officer.presses("Save our answers").sees("Your council’s answers are saved")
    officer.follows("Review the draft").follows("Comment on Location")
    officer.presses("Send it").sees("There is a problem").sees("Say what you think of it.")
    if scripts:
        officer.finds_it_accessible()
    officer.fills("What do you think of it?", f"Say which grid, please ({width}).")
    officer.chooses("Anyone").presses("Send it").sees("Your comment on Location is saved").sees("sent)")


def test_the_lead_answers_comments_and_everybody_reads_the_response(anybody: Callable[..., Any]) -> None:
    # Given that the round has closed
    round_ = Round.objects.get(title=ASKED)
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now())
    running.close_due(now=timezone.now())
    version = DraftVersion.objects.get(reviews__round=round_)
    waiting = list(Comment.objects.waiting().on_version(version).values_list("text", flat=True))
    assert waiting
    lead = anybody(accounts.LEAD.email)
    lead.opens(DRAFT).sees("Since version 1").finds_it_accessible().follows("Comments:").finds_it_accessible()
    lead.follows("On earlier versions").sees("Removed").sees("Changed").finds_it_accessible()
    lead.follows("Waiting for an answer").presses("Answer the chosen comments").sees("There is a problem").finds_it_accessible()
    for box in lead.page.get_by_role("checkbox").all():
        box.check()
    lead.chooses("Accepted in part").fills("Why?", "The next version names the grid.").presses("Answer the chosen comments")
    lead.sees("have their answer" if len(waiting) > 1 else "has its answer").sees("Every comment has its answer")
    lead.opens(f"{DRAFT}forecast/").sees_heading("Who could adopt it").finds_it_accessible()
    lead.opens(f"{DRAFT}comments/").presses("Publish the response").sees_heading("Response to comments").finds_it_accessible()
    visitor = anybody()
    visitor.opens(f"{DRAFT}response/").sees("The next version names the grid.").sees(waiting[0]).finds_it_accessible()
    officer = anybody(accounts.COUNCIL.email)
    officer.opens(f"/rounds/{round_.pk}/what-came-of-it/").sees_heading("What came of what you said").finds_it_accessible()
