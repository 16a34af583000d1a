"""Anybody reads what the mission gave; who is signed in takes it away as a PDF."""

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts

pytestmark = pytest.mark.journey
MISSION = "/missions/digital-planning/"


def test_anybody_reads_the_statement_on_a_day(anybody: Callable[..., Any]) -> None:
    visitor = anybody(width=360)
    visitor.opens(f"{MISSION}awards/").follows("See the fund statement").sees_heading("Fund statement").finds_it_accessible()
    visitor.opens(f"{MISSION}awards/statement/?on=nonsense").sees("There is a problem").finds_it_accessible()


def test_a_director_asks_for_the_pdf(anybody: Callable[..., Any]) -> None:
    director = anybody(accounts.DIRECTOR.email)
    director.opens(f"{MISSION}awards/statement/").presses("Make a PDF").sees("Fund statement on").finds_it_accessible()


def test_what_an_award_bought_is_one_step_from_it(anybody: Callable[..., Any]) -> None:
    visitor = anybody()
    visitor.opens(f"{MISSION}awards/")
    visitor.page.locator("table a[href*='/awards/']:visible").first.click()
    visitor.follows("Compare this award’s councils").sees("This is a comparison, not proof.").finds_it_accessible()
