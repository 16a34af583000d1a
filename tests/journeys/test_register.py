"""Anybody finds a council by any of its codes and reads it as at any day; the lead sees what a reorganisation touches."""

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts

pytestmark = pytest.mark.journey
TAUNTON = "/register/SWT/"


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
    visitor.fills("Show it as it stood on", "31/03/2023").presses("Show that day").does_not_see("did not exist")
    visitor.sees("Its last day").fills("Show it as it stood on", "1/4/2023").presses("Show that day").sees(
        "did not exist any more on"
    )
    visitor.follows("Show today").fills("Show it as it stood on", "31/31/2023").presses("Show that day").sees(
        "There is a problem"
    )


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
    lead.opens("/register/").follows("Reorganisations of councils").sees_heading("Reorganisations of councils")
    lead.sees("To come").follows("East Surrey and West Surrey").sees_heading("East Surrey and West Surrey")
    lead.sees("Which council follows which").sees("What it touches").sees("and to the same on the day after")
    if scripts:
        lead.finds_it_accessible()
