"""A director on a phone sees how things stand, decides and signs off."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from config.demo import accounts
from missions.people.models import User
from missions.stewardship.models import Mission
from tests import making

pytestmark = pytest.mark.journey


def test_from_the_portfolio_along_the_whole_thread(anybody: Callable[..., Any]) -> None:
    director = anybody(accounts.DIRECTOR.email, width=360)
    director.opens("/portfolio/").sees("Digital Planning").finds_it_accessible()
    director.page.get_by_role("link", name="Digital Planning").first.click()
    walk_the_thread(director)


def test_anybody_walks_the_thread_from_the_public_mission_page(anybody: Callable[..., Any]) -> None:
    visitor = anybody(None, scripts=False)
    visitor.opens("/").follows("Digital Planning")
    walk_the_thread(visitor)


def walk_the_thread(person: Any) -> None:
    """From a mission's page to each step of one thread by clicking, and back."""
    with person.page.expect_navigation():
        person.page.locator("a[href$='/thread/']").first.click()
    thread = person.page.url
    main = person.page.locator("#main-content")
    for part in ("/pain-points/", "/interventions/", "/iterations/", "/awards/", "/adoption/", "/outcomes/", "/reports/"):
        step = main.locator(f"a[href*='{part}']:not([href$='/thread/'])")
        expect(step.last, f"The thread leads to {part}").to_be_visible()
        with person.page.expect_navigation():
            step.last.click()
        assert part in person.page.url
        person.page.goto(thread)


def test_a_decision_is_taken_and_kept_with_its_evidence(anybody: Callable[..., Any]) -> None:
    director = anybody(accounts.DIRECTOR.email, width=360)
    director.opens("/home/").sees("Decide: Should council champions").finds_it_accessible()
    director.page.get_by_role("link", name="Should council champions").first.click()
    director.finds_it_accessible().follows("Decide").presses("Take the decision").sees("There is a problem").finds_it_accessible()
    director.chooses("Adapt").fills("Why", "Pay champions for time with councils that have not started.").presses(
        "Take the decision"
    )
    director.sees("Pay champions for time").finds_it_accessible()


def test_more_is_asked_for_and_given(anybody: Callable[..., Any]) -> None:
    mission = Mission.objects.get(slug="digital-planning")
    director, lead = (User.objects.get(email=account.email) for account in (accounts.DIRECTOR, accounts.LEAD))
    decision = making.make_decision(mission, director, lead, question="Should the checker be open to suppliers?")
    page = anybody(director.email, width=360).opens(reverse("decisions:ask_for_more", args=[mission.slug, decision.pk]))
    page.finds_it_accessible()
    page.page.locator("#main-content textarea").fill("What does it cost?")
    page.page.locator("#main-content form button[type=submit]").last.click()
    answer = anybody(lead.email).opens(reverse("decisions:answer_with_more", args=[mission.slug, decision.pk]))
    answer.sees("What does it cost?").finds_it_accessible()


def test_a_report_is_signed_off_and_the_public_reads_it(anybody: Callable[..., Any]) -> None:
    visitor = anybody(None)
    visitor.opens("/missions/digital-planning/reports/").does_not_see("Outcome report, autumn 2026")
    director = anybody(accounts.DIRECTOR.email, width=360)
    director.opens("/home/")
    director.page.get_by_role("link", name="autumn 2026").first.click()
    director.sees_heading("Outcome report, autumn 2026").finds_it_accessible()
    director.page.locator("a[href$='/answer/']").first.click()
    director.finds_it_accessible()
    director.page.locator("#main-content input[type=radio]").first.check()
    director.page.locator("#main-content form button[type=submit]").last.click()
    director.sees("Signed off")
    visitor.opens("/missions/digital-planning/reports/").follows("Outcome report, autumn 2026").finds_it_accessible()
