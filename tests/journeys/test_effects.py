"""An analyst has an effect computed; a director reads it, and whether it is worth it, and takes pages and reports away."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from config.demo import accounts
from missions.people.roles import MissionRoleName
from missions.stewardship.models import Mission
from tests import making

pytestmark = pytest.mark.journey
MISSION = "/missions/digital-planning/"
EFFECT = f"{MISSION}outcomes/net-additional-dwellings/effect/"


def test_an_analyst_has_an_effect_computed(anybody: Callable[..., Any]) -> None:
    mission = Mission.objects.get(slug="digital-planning")
    analyst = making.give(making.make_user(), MissionRoleName.ANALYST, mission)
    page = anybody(analyst.email)
    page.opens(f"{EFFECT}?intervention=planx&stage=piloting").sees("No effect has been computed").finds_it_accessible()
    page.presses("Compute the effect").sees("How strong the claim is").finds_it_accessible()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_director_reads_whether_it_is_because_of_us(anybody: Callable[..., Any], width: int) -> None:
    director = anybody(accounts.DIRECTOR.email, width=width)
    director.opens(f"{MISSION}outcomes/net-additional-dwellings/").follows("See whether it is because of us")
    director.sees_heading("Is it because of us?").sees("This rests on").sees(
        "Before and after councils adopted"
    ).finds_it_accessible()
    director.presses("Make a PDF").sees_heading("Your PDF is ready").finds_it_accessible()
    refused = f"{MISSION}outcomes/major-decisions-on-time/effect/?intervention=article-4-direction"
    director.opens(refused).sees("No effect can be shown.").finds_it_accessible()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_director_reads_whether_it_is_worth_it(anybody: Callable[..., Any], width: int) -> None:
    director = anybody(accounts.DIRECTOR.email, width=width)
    director.opens(f"{MISSION}outcomes/").follows("See whether it is worth it").sees_heading("Is it worth it?")
    director.sees("Made up for this demo").sees("At its lowest").sees("Which lines move it most").finds_it_accessible()
    director.page.locator("#schedule").select_option("health")
    director.presses("Show").sees("1.50% for years 0 to 30").finds_it_accessible()
    director.follows("Software that councils stop paying for").sees("Agreed by").finds_it_accessible()


def test_the_lead_adds_a_benefit(anybody: Callable[..., Any]) -> None:
    lead = anybody(accounts.LEAD.email)
    lead.opens(reverse("outcomes:add_benefit", args=["digital-planning"])).presses("Add").sees(
        "There is a problem"
    ).finds_it_accessible()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_report_is_compared_checked_and_taken_away(anybody: Callable[..., Any], width: int) -> None:
    director = anybody(accounts.DIRECTOR.email, width=width)
    director.opens(f"{MISSION}reports/2/1/").sees("What changed since issue 1").sees("Is it worth it").finds_it_accessible()
    director.follows("See what has been corrected since").sees_heading("What has been corrected since").finds_it_accessible()
    director.opens(f"{MISSION}reports/compare/").sees("Figures that differ").finds_it_accessible()
    director.opens(f"{MISSION}reports/2/1/").presses("Make a PDF").sees_heading("Your PDF is ready")
    with director.page.expect_download() as download:
        director.page.get_by_text("Download the PDF").click()
    content = Path(download.value.path()).read_bytes()
    assert "Outcome report, autumn 2026" in "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
