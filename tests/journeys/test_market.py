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


def test_the_lead_records_a_refusal(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email, width=360)
    lead.opens(f"{MARKET}councils/?state=nothing").opens(f"{MARKET}councils/BOL/").follows("Record an answer that names none")
    lead.presses("Record the answer").sees("There is a problem").finds_it_accessible()
    lead.chooses("The council refused to say").fills_day("seen_on", "2", "11", "2026")
    lead.fills("How do we know?", "Reply to a freedom of information request").presses("Record the answer")
    lead.sees("Refused to say").finds_it_accessible()
