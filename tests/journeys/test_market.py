"""Anybody looks at who supplies councils; the team keeps the record of what one council runs."""

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts

pytestmark = pytest.mark.journey
MARKET = "/missions/digital-planning/market/"


@pytest.mark.parametrize("width", [1280, 360])
def test_anybody_sees_who_supplies_councils_and_what_isnt_known(anybody: Callable[..., Any], width: int) -> None:
    visitor = anybody(None, width=width)
    visitor.opens(f"{MARKET}?on=2025-03-01").sees_heading("Who supplies councils").sees("councils known").finds_it_accessible()
    visitor.follows("Councils and systems").sees_heading("Councils and their systems").finds_it_accessible()
    visitor.opens(f"{MARKET}councils/SMT/").sees("several systems side by side").finds_it_accessible()
    visitor.opens(f"{MARKET}changes/").sees_heading("What councils kept and changed").finds_it_accessible()


@pytest.mark.parametrize("width", [1280, 360])
def test_anybody_sees_when_councils_can_switch_and_whom_to_fund(anybody: Callable[..., Any], width: int) -> None:
    visitor = anybody(None, width=width)
    visitor.opens(f"{MARKET}windows/").sees_heading("When councils can switch").sees("12 and 6 months").finds_it_accessible()
    visitor.follows("Leverage").sees_heading("Whom to fund so that most councils are reached")
    visitor.sees("Beside the best choice").finds_it_accessible()
    visitor.fills("How many suppliers could you fund?", "99").presses("Work it out").sees(
        "Enter a whole number"
    ).finds_it_accessible()
    visitor.fills("How many suppliers could you fund?", "2").presses("Work it out").sees("Fund these two").finds_it_accessible()
    visitor.opens("/missions/digital-planning/map/?show=supplier").sees("Several suppliers").finds_it_accessible()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_finding_is_written_judged_and_read_in_the_diagnosis(anybody: Callable[..., Any], width: int) -> None:
    words = f"Few suppliers serve most councils, seen at {width}."
    member = anybody(accounts.MEMBER.email, width=width)
    member.opens(f"{MARKET}findings/").sees_heading("Findings: how the market fails").finds_it_accessible()
    member.follows("Write a finding").presses("Save as a draft").sees("There is a problem").finds_it_accessible()
    member.fills("What fails?", words).chooses("Market power: a few suppliers can set prices and terms")
    member.chooses("Moderate: several sources agree, or one that is sound; some of it isn’t known")
    member.presses("Save as a draft").sees("It rests on nothing yet").finds_it_accessible()
    member.follows("A figure of the market page, frozen as it is").finds_it_accessible()
    member.chooses("Share of the largest supplier").fills_day("as_at", "1", "3", "2025").presses("Freeze this figure")
    member.sees("Share of the largest supplier:").follows("Pain point", exact=True).finds_it_accessible()
    member.presses("Add it").sees("It is added as evidence.").finds_it_accessible()
    draft = member.page.url
    lead = anybody(accounts.LEAD.email, width=width)
    lead.opens(draft).follows("Judge it").sees_heading("Does this hold?").finds_it_accessible()
    lead.presses("Judge that it holds").sees("Anybody can read it now.").finds_it_accessible()
    visitor = anybody(None, width=width)
    visitor.opens(f"{MARKET}diagnosis/").sees_heading("Why this market fails").sees(words).finds_it_accessible()
    lead.follows("Withdraw it").finds_it_accessible()
    lead.fills("Why does it no longer hold?", "It was only a try.").presses("Withdraw the finding").sees("is withdrawn")


def test_the_lead_records_a_refusal(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email, width=360)
    lead.opens(f"{MARKET}councils/?state=nothing").opens(f"{MARKET}councils/BOL/").follows("Record an answer that names none")
    lead.presses("Record the answer").sees("There is a problem").finds_it_accessible()
    lead.chooses("The council refused to say").fills_day("seen_on", "2", "11", "2026")
    lead.fills("How do we know?", "Reply to a freedom of information request").presses("Record the answer")
    lead.sees("Refused to say").finds_it_accessible()
