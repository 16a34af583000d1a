"""A council gives a figure in under a minute; the team verifies it, imports the others and locks the period; the director reads it."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts
from missions.core import clock
from missions.register.models import Organisation

pytestmark = pytest.mark.journey
INDICATOR = "/missions/digital-planning/outcomes/net-additional-dwellings/"
UNDER_A_MINUTE = 60
MOST_FIELDS = 7


@pytest.mark.parametrize(("width", "period", "path"), [(1280, "2025-26", "2025-04-01"), (360, "2026-27", "2026-04-01")])
def test_from_the_question_to_the_locked_period(anybody: Callable[..., Any], width: int, period: str, path: str) -> None:
    dorset = Organisation.objects.get(name="Dorset Council", kind="council")
    lead, council, director = (
        anybody(account.email, width=width) for account in (accounts.LEAD, accounts.COUNCIL, accounts.DIRECTOR)
    )
    # Given a council that is asked for a figure
    lead.opens(f"{INDICATOR}collections/").finds_it_accessible().fills("Which period?", period)
    lead.fills_day("due_on", "27", "3", str(clock.today().year + 1)).fills("Which councils?", dorset.code).presses("Ask councils")
    lead.sees("1 council is asked").finds_it_accessible()
    # When it gives a figure: one page, few fields, less than a minute
    started = time.monotonic()
    council.opens(f"{INDICATOR}collections/{path}/{dorset.code}/").sees("It takes a minute").finds_it_accessible()
    fields = council.page.locator("main form").locator("input:not([type=hidden]), textarea, select")
    assert fields.count() <= MOST_FIELDS
    council.presses("Submit the figure").sees("There is a problem").finds_it_accessible()
    council.fills("Figure (homes)", "1234").presses("Submit the figure").sees("Thank you")
    assert time.monotonic() - started < UNDER_A_MINUTE
    # And the team verifies it
    lead.opens(f"{INDICATOR}collections/{path}/").chooses(f"Verify {dorset.name}").presses("Verify those that are ticked").sees(
        "1 figure verified"
    )
    # And imports another council's, mending its file on the way
    _sends(lead, f"organisation,period,value\nAtlantis,{period},5\nBristol City Council,{period},many\n")
    lead.sees("2 mistakes in the file").finds_it_accessible()
    _sends(lead, f"organisation,period,value\nBristol City Council,{period},567\n")
    lead.sees("Nothing has been saved yet").finds_it_accessible().presses("Import all of it").is_there()
    # And locks the period, after which the council can't answer
    lead.opens(f"{INDICATOR}collections/{path}/").follows("Lock this period").finds_it_accessible().presses("Lock this period")
    lead.sees("is locked")
    council.opens(f"{INDICATOR}collections/{path}/{dorset.code}/").sees("It is verified")
    # Then the director reads both
    director.opens(f"{INDICATOR}?period={path}&q=dorset").sees("1,234").finds_it_accessible()
    director.opens(f"{INDICATOR}?period={path}&q=bristol").sees("567").follows("Bristol").sees_heading(
        "Bristol"
    ).finds_it_accessible()
    director.follows("See every period of").sees_heading("every period").finds_it_accessible()


def _sends(lead: Any, content: str) -> None:
    lead.opens(f"{INDICATOR}import/")
    lead.page.locator("main input[type=file]").set_input_files(
        {"name": "figures.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    lead.presses("Check the file")
