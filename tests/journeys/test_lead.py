"""A mission lead sets a round up, looks after pain points and adoption, and sees what nobody owns."""

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts

pytestmark = pytest.mark.journey
MISSION = "/missions/digital-planning/"


def test_a_round_from_draft_to_launch(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{MISSION}rounds/").follows("Set up a round").presses("Save the draft").sees(
        "There is a problem"
    ).finds_it_accessible()
    lead.fills("Title", "Where does the time go?").chooses("Find pain points").fills("The question", "Where does your time go?")
    lead.fills("How many minutes", "5")
    for name, (day, month, year) in {"opens_on": ("1", "1", "2026"), "closes_on": ("31", "12", "2040")}.items():
        lead.fills_day(name, day, month, year)
    lead.fills("Statements to agree", "It goes into typing.\nIt goes into searching.").presses("Save the draft")
    lead.sees("The draft is saved").follows("Invite people").fills(
        "Whom do you want to invite?", "time@dorset.demo.example, DST"
    ).presses("Invite")
    lead.presses("Launch the round").sees("The round is launched").finds_it_accessible()


def test_a_pain_point_moves_on_with_its_reason(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{MISSION}pain-points/PP-003/").presses("Become its owner").sees("You now own PP-003").finds_it_accessible()


def test_a_councils_stage_is_recorded_by_its_own_officer(anybody: Callable[..., Any]) -> None:
    officer = anybody(accounts.COUNCIL.email, width=360)
    officer.opens(f"{MISSION}interventions/tree-preservation-order/adoption/DST/record/").chooses("Piloting")
    officer.fills_day("happened_on", "2", "11", "2026")
    officer.page.locator("#main-content form button[type=submit]").last.click()
    officer.sees("Dorset Council").finds_it_accessible()


def test_gaps_are_shown_with_where_to_close_them(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens("/home/").sees_heading("What needs you").opens(f"{MISSION}gaps/").finds_it_accessible()


def test_who_is_not_on_the_mission_sees_no_rounds(anybody: Callable[..., Any]) -> None:
    supplier = anybody(accounts.SUPPLIER.email)
    answer = supplier.page.goto(f"{MISSION}rounds/")
    assert answer is not None
    assert answer.status == 404
    supplier.sees_heading("Page not found").finds_it_accessible()


def test_an_administrator_invites_somebody(anybody: Callable[..., Any]) -> None:
    administrator = anybody(accounts.ADMINISTRATOR.email)
    administrator.opens("/people/invite/")
    administrator.page.locator("#main-content form button[type=submit]").last.click()
    administrator.sees("There is a problem").finds_it_accessible()
    administrator.page.locator("[name=email]").fill("somebody.new@demo.example")
    administrator.page.locator("[name=name]").fill("Somebody New")
    administrator.page.locator("#main-content form button[type=submit]").last.click()
    administrator.sees("Somebody New")
