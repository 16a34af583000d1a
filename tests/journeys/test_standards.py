"""A standard is published, councils and suppliers test their files against it, and what passes is seen as adoption and as ready."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from config.demo import accounts
from missions.core import clock
from missions.market.models import Deployment, Product
from missions.register.models import CouncilType, Organisation

pytestmark = pytest.mark.journey
STANDARDS = "/missions/digital-planning/standards/"
TREES = f"{STANDARDS}tree-preservation-order/"
SCHEMA = json.dumps({"fields": [{"name": "reference", "constraints": {"required": True}}, {"name": "made-on", "type": "date"}]})


def test_the_lead_publishes_a_version(anybody: Callable[..., Any]) -> None:
    lead, visitor, today = anybody(accounts.LEAD.email), anybody(), clock.today()
    page = f"{STANDARDS}brownfield-land/"
    # Given a standard without a version
    visitor.opens(page).sees("No version is published yet").finds_it_accessible()
    # When the lead pastes a schema that points elsewhere, it is refused with what to do; then it is a draft
    lead.opens(STANDARDS).finds_it_accessible().follows("Brownfield land").follows("Add a version")
    lead.fills("Number", "1.0").chooses("JSON Schema (2020-12), for JSON files").fills("What changed", "The first version.")
    lead.fills("Or the schema as text", '{"$ref": "https://example.org/schema.json"}').presses("Save the draft")
    lead.sees("Nothing is fetched").finds_it_accessible()
    lead.chooses("Table Schema, for CSV files").fills("Or the schema as text", SCHEMA).presses("Save the draft")
    lead.sees("is a draft").finds_it_accessible()
    # Then it is published from today on, and anybody reads it
    lead.follows("Publish it").finds_it_accessible()
    lead.fills_day("starts_on", str(today.day), str(today.month), str(today.year)).presses("Publish the version").sees(
        "is published"
    )
    visitor.opens(page).sees("holds since").follows("Version 1.0").sees("The first version.").finds_it_accessible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_council_mends_its_file_until_it_passes(anybody: Callable[..., Any], scripts: bool) -> None:
    officer = anybody(accounts.COUNCIL.email, scripts=scripts)
    right = {"reference": "TPO-7", "made-on": "1987-10-16", "species": ["Quercus robur"]}
    # When the council tests a file with mistakes
    officer.opens(TREES).follows("Test a file")
    officer.fills("Or paste its text", json.dumps([right, {"reference": "7", "made-on": "last year"}])).presses("Test it")
    # Then it reads what to mend, and nothing changes
    officer.sees_heading("It does not pass").sees("This value is missing.").sees("This is not a date.")
    officer.sees("Nothing about adoption has changed")
    if scripts:
        officer.finds_it_accessible()
    # When it has mended the file
    officer.follows("test the file again").fills("Or paste its text", json.dumps([right])).presses("Test it")
    # Then it passes, and the council is recorded as piloting
    officer.sees_heading("It passes")
    if scripts:
        officer.follows("See who has adopted it").sees_heading("Who has adopted it")
        officer.opens("/register/DST/").sees("Tree preservation order").sees("Piloting").finds_it_accessible()
    else:
        officer.sees("was recorded as having come this far already").opens(TREES).sees("Tests that you can read")


def test_a_supplier_tests_its_product_and_councils_are_ready(anybody: Callable[..., Any]) -> None:
    supplier, visitor, today = anybody(accounts.SUPPLIER.email), anybody(), clock.today()
    # Given a council that runs the supplier’s product
    districts = Organisation.objects.councils().as_at(today).filter(nation="England", council_type=CouncilType.DISTRICT)
    council = districts.exclude(adoption_events__intervention__slug="tree-preservation-order").order_by("name")[0]
    Deployment.objects.create(council=council, product=Product.objects.get(slug="bops"), observed_on=today, last_seen_on=today)
    # When the supplier tests what its product puts out
    supplier.opens(TREES).follows("Test a file").finds_it_accessible()
    supplier.page.get_by_label("The file").set_input_files(
        {
            "name": "bops-trees.json",
            "mimeType": "application/json",
            "buffer": b'[{"reference": "TPO-1", "made-on": "2020-01-01", "species": ["Tilia"]}]',
        }
    )
    supplier.presses("Test it").sees_heading("It passes").finds_it_accessible()
    supplier.follows("See the product").sees("Tree preservation order").finds_it_accessible()
    # Then everybody sees that the council is ready: on the standard, in the adoption list and on the council’s page
    visitor.opens(TREES).sees("1 council is ready").sees(council.name).finds_it_accessible()
    visitor.opens("/missions/digital-planning/interventions/tree-preservation-order/adoption/").sees(
        "marked “ready”"
    ).finds_it_accessible()
    visitor.opens(council.get_absolute_url()).sees("for what follows").finds_it_accessible()
