"""A lead says what comes first and how an intervention is meant to work; an administrator keeps the levers."""

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts

pytestmark = pytest.mark.journey
MISSION = "/missions/digital-planning/"


def test_a_lead_judges_a_pain_point_and_it_gets_its_place(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{MISSION}pain-points/").follows("See which come first").sees_heading("Priorities of pain points")
    lead.finds_it_accessible().opens(f"{MISSION}pain-points/PP-087/judge/").presses("Keep the judgement")
    lead.sees("Say why you judge so").finds_it_accessible()
    lead.chooses("3: clearly").chooses("Said: one or two say so").fills("Effort in person-months", "2")
    lead.fills("Why do you judge so?", "Residents asked us twice.").presses("Keep the judgement")
    lead.sees("Your judgement of PP-087 is kept").sees("PP-087")
    lead.page.get_by_text("How it comes about: PP-087").first.click()
    lead.sees("Residents asked us twice.").sees("2 person-months").finds_it_accessible()


def test_what_if_other_things_counted_more_without_javascript(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email, scripts=False)
    lead.opens(f"{MISSION}priorities/interventions/").fills("Weight of effort", "10").fills("Weight of reach", "0")
    lead.presses("Try these weights").sees("The order with your weights").sees("with yours").sees("Back to equal weights")
    lead.fills("Weight of impact", "99").presses("Try these weights").sees("Enter a whole number from 0 to 10 for impact.")


def test_a_lead_writes_how_it_is_meant_to_work(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email, width=360)
    lead.opens(f"{MISSION}interventions/listed-building/").follows("Write how it is meant to work").finds_it_accessible()
    lead.fills("Inputs", "The national list").fills("Activities", "Draw outlines").fills("Outcomes", "Owners know what is listed")
    lead.presses("Keep it").sees("The theory of change is kept").sees("Owners know what is listed").finds_it_accessible()


def test_what_rests_on_what_never_goes_round(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{MISSION}interventions/listed-building/").follows("Say what it rests on")
    lead.page.get_by_label("It rests on").select_option(label="Conservation area")
    lead.chooses("Needs it").presses("Add it").sees("rests on Conservation area").finds_it_accessible()
    lead.opens(f"{MISSION}interventions/conservation-area/dependencies/")
    lead.page.get_by_label("It rests on").select_option(label="Listed building outline")
    lead.chooses("Needs it").presses("Add it").sees("That would go round in a circle").finds_it_accessible()


def test_a_new_intervention_from_an_unmet_pain_point(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(f"{MISSION}interventions/").follows("Add an intervention").finds_it_accessible()
    lead.fills("Name", "Fee calculator").chooses("Reusable tool").fills("What it is", "Works out the fee.")
    lead.fills("Pain points that it acts on", "PP-006").presses("Add the intervention")
    lead.sees("Fee calculator is added as an idea").sees("PP-006").finds_it_accessible()


def test_an_administrator_keeps_the_levers(anybody: Callable[..., Any]) -> None:
    administrator = anybody(accounts.ADMINISTRATOR.email)
    administrator.opens("/people/").follows("Change the list of levers").finds_it_accessible().follows("Add a lever")
    administrator.fills("Name", "Name a champion").chooses("Bring people together").chooses("Early: find out and try")
    administrator.presses("Add the lever").sees("Name a champion is added").follows("Grant funding")
    administrator.sees("It is used, so it can’t be deleted.").finds_it_accessible()
    administrator.opens("/missions/levers/").follows("Name a champion").presses("Retire it").sees("Name a champion is retired")
    administrator.follows("Name a champion").follows("Delete it").finds_it_accessible().presses("Delete the lever")
    administrator.sees("Name a champion is deleted")
