"""The lead keeps stakeholders: who there is, who matters, what was said, and who is missing."""

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts

pytestmark = pytest.mark.journey
STAKEHOLDERS = "/missions/digital-planning/stakeholders/"


@pytest.mark.parametrize(("width", "scripts", "code"), [(1280, True, "SHF"), (360, True, "LDS"), (360, False, "BST")])
def test_the_lead_adds_a_stakeholder_and_logs_a_contact(
    anybody: Callable[..., Any], width: int, scripts: bool, code: str
) -> None:
    lead = anybody(accounts.LEAD.email, width=width, scripts=scripts)
    lead.opens(STAKEHOLDERS).sees_heading("Stakeholders").follows("Add a stakeholder").presses("Add the stakeholder")
    lead.sees("There is a problem").fills("Which organisation?", code)
    for name, value in (("role", "delivers"), ("interest", "4"), ("influence", "5")):
        lead.page.locator(f"[name={name}][value='{value}']").check()
    lead.presses("Add the stakeholder").sees("is a stakeholder now").sees("Nobody has logged a contact yet")
    lead.follows("Log a contact")
    for name, value in (("kind", "call"), ("outcome", "agreed")):
        lead.page.locator(f"[name={name}][value='{value}']").check()
    lead.presses("Log the contact").sees("is logged")
    if scripts:
        lead.finds_it_accessible()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_lead_sees_who_matters_and_who_is_missing(anybody: Callable[..., Any], width: int) -> None:
    lead = anybody(accounts.LEAD.email, width=width)
    lead.opens(STAKEHOLDERS).sees("Made up for this demo").finds_it_accessible()
    lead.follows("Influence and interest").sees_heading("Influence").finds_it_accessible()
    lead.follows("Whom to involve next").sees_heading("Whom to involve next").finds_it_accessible()
    lead.follows("Who takes part").sees_heading("Who takes part").sees("Unknown supplier").finds_it_accessible()
    lead.follows("See who is missing").sees_heading("Who is missing").finds_it_accessible()
    lead.opens("/missions/digital-planning/map/?show=takes-part").sees("Council by council").finds_it_accessible()


def test_somebody_who_is_not_on_the_mission_does_not_find_them(anybody: Callable[..., Any]) -> None:
    officer = anybody(accounts.COUNCIL.email)
    answer = officer.page.goto(STAKEHOLDERS)
    assert answer.status == 404
