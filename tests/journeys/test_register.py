"""Anybody finds a council by any of its codes and reads it as at any day; the lead sees what a reorganisation touches."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts
from missions.register.models import Organisation, Reorganisation, Succession

pytestmark = pytest.mark.journey
TAUNTON = "/register/SWT/"


def surrey_is_planned() -> None:
    """Given: the demo's records end before Surrey's plan, so two of its councils get their successor here, once."""
    vests_on = dt.date(2027, 4, 1)
    whole, is_new = Reorganisation.objects.get_or_create(name="East Surrey", vests_on=vests_on)
    if is_new:
        east = Organisation.objects.create(
            code="ESY", name="East Surrey", kind="council", council_type="unitary", nation="England", starts_on=vests_on
        )
        for before in Organisation.objects.filter(code__in=("ELM", "EPS")):
            Succession.objects.create(
                predecessor=before, successor=east, vests_on=vests_on, status="planned", reorganisation=whole
            )


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, True), (360, False)])
def test_anybody_finds_a_council_by_another_code_and_reads_it_on_two_days(
    anybody: Callable[..., Any], width: int, scripts: bool
) -> None:
    visitor = anybody(None, width=width, scripts=scripts)
    visitor.opens("/register/").sees_heading("Councils and other organisations")
    visitor.fills("Name or code", "local-authority:SUA").presses("Search", nth=-1).sees("1 organisation").follows(
        "Somerset", exact=True
    )
    visitor.sees_heading("Somerset").sees("Followed").opens(TAUNTON).sees("does not exist any more")
    visitor.fills("Show it as it stood on", "2023-03-31").presses("Show that day").sees(
        "Exists from 1 April 2019 to 31 March 2023"
    )
    visitor.does_not_see("did not exist any more").fills("Show it as it stood on", "2023-04-01").presses("Show that day")
    visitor.sees("did not exist any more on 1 April 2023").follows("Show today").sees("does not exist any more")
    visitor.opens(f"{TAUNTON}?as_at=31/31/2023").sees("There is a problem")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_of_the_register_are_accessible(anybody: Callable[..., Any], width: int) -> None:
    visitor = anybody(None, width=width)
    visitor.opens("/register/").finds_it_accessible().opens("/register/?q=zzzz").sees("Nothing matches").finds_it_accessible()
    visitor.opens("/register/?q=TAU&as_at=2019-03-31").sees("Taunton Deane").finds_it_accessible()
    visitor.opens(f"{TAUNTON}?as_at=2023-03-31").sees("What it was, is and will be").finds_it_accessible()
    visitor.opens("/register/DST/").sees("Made to it").finds_it_accessible()


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, True), (360, False)])
def test_the_lead_sees_what_a_planned_reorganisation_touches(anybody: Callable[..., Any], width: int, scripts: bool) -> None:
    lead = anybody(accounts.LEAD.email, width=width, scripts=scripts)
    surrey_is_planned()
    lead.opens("/register/").follows("Reorganisations of councils").sees_heading("Reorganisations of councils")
    lead.sees("To come").follows("East Surrey").sees_heading("East Surrey").sees("Epsom and Ewell")
    lead.sees("Which council follows which").sees("What it touches").sees("and to the same on the day after")
    if scripts:
        lead.finds_it_accessible()


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, True), (360, False)])
def test_the_lead_adds_an_association_that_the_register_lacks(anybody: Callable[..., Any], width: int, scripts: bool) -> None:
    name = {(1280, True): "Circle of planners", (360, True): "Guild of surveyors", (360, False): "League of clerks"}[
        width, scripts
    ]
    lead = anybody(accounts.LEAD.email, width=width, scripts=scripts)
    lead.opens("/missions/digital-planning/stakeholders/new/").fills("Which organisation?", name).presses("Add the stakeholder")
    lead.sees("No organisation in the register is called").follows("Add a company, an association")
    lead.sees_heading("Add an organisation").presses("Add the organisation").sees("Choose what kind of body it is.")
    if scripts:
        lead.finds_it_accessible()
    lead.chooses("Association or sector body").presses("Add the organisation").sees(f"{name} is in the register now")
    lead.sees_heading("Add a stakeholder").opens(f"/register/?q={name}").follows(name, exact=True).sees("Sector body")
    lead.opens(f"/register/add/?name={name} of England").chooses("Association or sector body").presses("Add the organisation")
    lead.sees("Is it one of these?").chooses("It is none of those above: add it")
    if scripts:
        lead.finds_it_accessible()
