"""A way to reach more councils is planned, aimed at councils, seen in time, decided, and made use of elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from config.demo import accounts
from missions.interventions.models import Iteration
from missions.stewardship.models import Mandate
from tests import making

pytestmark = pytest.mark.journey
ITERATIONS = "/missions/digital-planning/iterations/"


def iteration(slug: str) -> Iteration:
    return Iteration.objects.select_related("mission").get(mission__slug="digital-planning", slug=slug)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_lead_plans_an_iteration_and_picks_its_councils(anybody: Callable[..., Any], width: int) -> None:
    lead, name = anybody(accounts.LEAD.email, width=width), f"Clinics for tree data ({width})"
    lead.opens(ITERATIONS).finds_it_accessible().follows("Plan an iteration").finds_it_accessible()
    lead.presses("Save and choose councils").sees("There is a problem").finds_it_accessible()
    lead.fills("What is it called?", name).chooses("Tree preservation order").fills("What do you think will happen", "They will.")
    lead.page.get_by_label("Which scaling method does it test?").select_option("direct-support")
    lead.fills_day("last_day", "31", "3", "2030").fills("How many councils do you expect", "10")
    lead.presses("Save and choose councils").sees("is planned").finds_it_accessible()
    # When the lead looks for councils, she sees how many and who before anything is saved
    lead.chooses("East of England").chooses("Not started").presses("Show these councils")
    lead.sees("stage with Tree preservation order: not started").finds_it_accessible()
    lead.sees("in another iteration of the same intervention at the same time")
    lead.page.get_by_role("row").get_by_role("checkbox").first.uncheck()
    lead.presses("Aim at the ticked councils").sees("is aimed at").sees("less 1 left out by hand")
    lead.sees("Councils that are in another iteration at the same time").finds_it_accessible()
    lead.follows("Change the plan").finds_it_accessible().fills("How many councils do you expect", "12").presses("Save the plan")
    lead.sees("The plan is changed").presses("Start it").sees("has started").finds_it_accessible()


def test_anybody_sees_iterations_in_time_with_adoption_under_them(anybody: Callable[..., Any]) -> None:
    visitor = anybody(None, width=360, scripts=False)
    visitor.opens(ITERATIONS).sees("Iterations, with adoption under them").sees("Past the end and not decided")
    visitor.sees("Overdue by").does_not_see("The director is told").finds_it_accessible()
    visitor.page.get_by_label("Intervention", exact=True).select_option("tree-preservation-order")
    visitor.presses("Show").sees("councils had adopted Tree preservation order").finds_it_accessible()
    director = anybody(accounts.DIRECTOR.email)
    director.opens(ITERATIONS).sees("The director is told").finds_it_accessible()


def test_the_lead_decides_within_the_limit_and_adapting_opens_the_next(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email, width=360)
    lead.opens(iteration("tree-data-help-desk").get_absolute_url()).sees("Overdue").follows("Decide what follows")
    lead.sees("you may decide it yourself").sees("Councils that adopted because of it").finds_it_accessible()
    lead.presses("Take the decision").sees("There is a problem").finds_it_accessible()
    lead.chooses("Adapt").fills("Why?", "Few came. Call councils instead of waiting for them.")
    lead.fills("Who sees it differently", "One district had no questions.").presses("Take the decision")
    lead.sees("The next iteration is planned").sees("Nothing differs today").sees("One district had no questions.")
    lead.finds_it_accessible().follows("Help desk for tree data, adapted", exact=True).sees("No dates yet").finds_it_accessible()
    lead.follows("Help desk for tree data", exact=True).sees("Decision: Adapt").sees("Help desk for tree data, adapted")


def test_beyond_the_limit_the_director_decides(anybody: Callable[..., Any]) -> None:
    lead, director = anybody(accounts.LEAD.email), anybody(accounts.DIRECTOR.email, width=360)
    mission = iteration("tree-data-champions").mission
    serves = mission.interventions.get(slug="conservation-area")
    item = making.make_iteration(mission, slug="dear", name="Dear test", serves=serves, budget=250_001)
    lead.opens(item.get_absolute_url()).follows("Decide what follows").sees("£250,001 is set aside").finds_it_accessible()
    lead.follows("Ask a director").sees_heading("Ask for a decision").finds_it_accessible()
    lead.chooses("Stop", nth=1).fills("Why do you recommend it?", "It costs more than it brings.").chooses("Margaret Osei")
    lead.fills("Who sees it differently", "The councils in it.").fills_day("due_on", "1", "3", "2099").presses("Ask")
    lead.sees("The decision is asked")
    director.opens("/home/").page.get_by_role("link", name="What follows Dear test?").first.click()
    director.is_there().sees("The councils in it.").finds_it_accessible().follows("Decide", exact=True)
    director.chooses("Stop").fills("Why?", "I agree.").presses("Take the decision").sees("Decided: Stop").finds_it_accessible()
    assert iteration("dear").status == "decided"
    assert Mandate.objects.filter(mission=mission, iteration_limit=250_000).exists()


def test_anybody_reads_what_moved_councils(anybody: Callable[..., Any]) -> None:
    visitor = anybody(None, width=360)
    visitor.opens(ITERATIONS).follows("What moved councils, across all missions").sees("This is no ranking").finds_it_accessible()
    visitor.sees("95% interval").sees("Too few councils to say").does_not_see("Adult social care records")
    visitor.page.get_by_label("Tell councils apart by").select_option("size")
    visitor.presses("Show").sees("Fewer than 100,000").finds_it_accessible()


def test_a_precedent_is_copied_into_another_mission(anybody: Callable[..., Any]) -> None:
    member = anybody(accounts.MEMBER.email, width=360)
    member.opens(reverse("interventions:intervention", args=["digital-planning", "tree-preservation-order"]))
    member.follows("Copy it into another mission").finds_it_accessible()
    member.presses("Copy it").sees("Choose a mission.").finds_it_accessible()
    member.chooses("Adult social care records").presses("Copy it").sees("is copied into Adult social care records as an idea")
    member.sees("Precedent").sees("Council champions for tree data").finds_it_accessible()
