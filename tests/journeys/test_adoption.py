"""A council reports how far it has come, the team checks it, and the lead reads pace and blockers."""

from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts
from missions.interventions.models import Intervention

pytestmark = pytest.mark.journey
HOME = "/home/"


@pytest.fixture
def headline(served: str) -> Intervention:
    return Intervention.objects.select_related("mission").get(is_headline=True, mission__slug="digital-planning")


@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_council_s_report_to_what_the_lead_reads(
    anybody: Callable[..., Any], headline: Intervention, width: int
) -> None:
    said = f"One officer does all of it ({width})."
    officer, lead = anybody(accounts.COUNCIL.email, width=width), anybody(accounts.LEAD.email, width=width)
    adoption = f"{headline.get_absolute_url()}adoption/"
    # When the council reports without anything that shows it, it is asked for that; then it is taken
    officer.opens(HOME).follows(f"Record adoption of {headline.name}").finds_it_accessible()
    officer.chooses("Piloting").fills_day("happened_on", "2", "11", "2026").presses("Record the stage")
    officer.sees("Give a link, or say in a few words what shows it.").finds_it_accessible()
    officer.fills("Or what shows it", f"See our page {width}.").chooses("Skills and capacity").fills("What would help?", said)
    officer.presses("Record the stage").sees("is recorded as piloting").sees("not verified")
    # Then it waits for the team, who returns it with a reason
    lead.opens(HOME).follows("report of adoption").sees_heading("Reports of councils to check").finds_it_accessible()
    lead.follows("Check the report of").sees(f"See our page {width}.").sees(said).finds_it_accessible()
    lead.chooses("Return it with a reason").presses("Save the answer").sees("Say why you return it").finds_it_accessible()
    lead.fills("If you return it", f"The page is empty ({width}).").presses("Save the answer").sees("is returned")
    # And the council puts it right, and the team verifies it
    officer.opens(HOME).follows("Put right what you reported").sees(f"The page is empty ({width}).").finds_it_accessible()
    officer.page.get_by_role("row").filter(has_text=f"The page is empty ({width}).").get_by_role("link", name="Correct").click()
    officer.is_there().chooses("Committed").fills("Why is it corrected?", f"We only decided ({width}).")
    officer.presses("Correct").sees("is corrected")
    lead.opens(HOME).follows("report of adoption").follows("Check the report of").sees(f"We only decided ({width}).")
    lead.chooses("Verify it").presses("Save the answer").sees("is verified").sees("No report waits")
    # And the lead reads pace and blockers
    lead.opens(adoption).finds_it_accessible().follows("How fast councils adopt it").sees("What may come").finds_it_accessible()
    lead.opens(adoption).follows("What holds councils up").sees(said).finds_it_accessible()
    lead.follows("Across all interventions").sees("Skills and capacity").finds_it_accessible()
    # And the council says that nothing is in the way any more
    officer.opens(adoption).follows("Record where").follows("Only say what is in the way").finds_it_accessible()
    officer.page.get_by_label("Skills and capacity").uncheck()
    officer.presses("Save what is in the way").sees("is saved")
