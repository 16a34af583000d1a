"""Contract facts beside known systems: what is stated is kept, what isn't stays not known, and a refusal is neither."""

import datetime as dt
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from missions.market.models import Deployment
from tests.making import make_council, make_deployment, make_product, make_supplier

pytestmark = pytest.mark.django_db
HEADER = "local-authority-code,buyer,supplier,supplier-number,subject,start-date,end-date,value-gbp,ocid,source-url,note"


@pytest.fixture
def sent(tmp_path: Path) -> Any:
    def send(*rows: str) -> dict[str, Any]:
        path = tmp_path / "contracts.csv"
        path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        out = StringIO()
        call_command(
            "import_deployments", str(path), service="Planning", contracts=True, json=True, stdout=out, stderr=StringIO()
        )
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    return send


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment(make_council("AYT", name="Ayton"), make_product(make_supplier(name="Idox"), "Idox"))


def test_dates_and_value_are_kept_and_the_last_day_becomes_the_day_after(sent: Any, deployment: Deployment) -> None:
    found = sent('AYT,Ayton,Idox,,Planning system,2025-04-01,2032-03-31,"£724,065.25",,https://n.example,')
    assert (found["updated"], found["refused"]) == (1, [])
    deployment.refresh_from_db()
    assert (deployment.contract_starts_on, deployment.contract_ends_on) == (dt.date(2025, 4, 1), dt.date(2032, 4, 1))
    assert deployment.contract_last_day == dt.date(2032, 3, 31)
    assert (deployment.contract_value, deployment.annual_cost) == (Decimal("724065.25"), None)
    assert (deployment.cost_answer, deployment.source_url) == ("stated", "https://n.example")
    assert deployment.starts_on is None


def test_a_contract_of_one_year_states_the_cost_of_a_year(sent: Any, deployment: Deployment) -> None:
    sent("AYT,Ayton,Idox,,Planning back office,2025-04-01,2026-03-31,17363.10,,,")
    deployment.refresh_from_db()
    assert deployment.annual_cost == Decimal("17363.10")


def test_a_refusal_is_neither_unknown_nor_nothing(sent: Any, deployment: Deployment) -> None:
    sent("AYT,Ayton,Idox,,Acolaid for planning,,,,,,reply of 2017; cost REFUSED (section 43)")
    deployment.refresh_from_db()
    assert (deployment.cost_answer, deployment.annual_cost) == ("refused", None)


def test_what_isnt_stated_stays_not_known(sent: Any, deployment: Deployment) -> None:
    sent("AYT,Ayton,Idox,,Planning,2025-04-01,2027-03-31,,,,value not in the excerpt")
    deployment.refresh_from_db()
    assert (deployment.cost_answer, deployment.contract_value) == ("unknown", None)


def test_a_second_run_changes_nothing(sent: Any, deployment: Deployment) -> None:
    line = "AYT,Ayton,Idox,,Planning,2025-04-01,2027-03-31,100,,,"
    sent(line)
    assert (sent(line)["updated"], sent(line)["unchanged"]) == (0, 1)


def test_an_older_contract_doesnt_replace_a_newer_one(sent: Any, deployment: Deployment) -> None:
    sent("AYT,Ayton,Idox,,Planning,2025-04-01,2027-03-31,,,,")
    assert sent("AYT,Ayton,Idox,,Planning,2021-04-01,2023-03-31,,,,")["unchanged"] == 1
    deployment.refresh_from_db()
    assert deployment.contract_ends_on == dt.date(2027, 4, 1)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("AYT,Ayton,Idox,,core service applications,2025-04-01,,,,,", "doesn’t say that the contract covers planning"),
        ("AYT,Ayton,,,IT planning system,,,,,,", "No supplier is named"),
        (",,Idox,,Planning,,,,,,", "No council is named"),
        (",Old Oak and Park Royal Development Corporation,Idox,,Planning,,,,,,", "No council went by this name"),
        ("AYT,Ayton,Arcus,,Planning,,,,,,", "No system of Arcus is recorded"),
        ("AYT,Ayton,Idox,,Planning,2026-04-01,2025-03-31,,,,", "The end must be after the start"),
        ("AYT,Ayton,Idox,,Planning,1905-06-22,,,,,", "a spreadsheet may have made it"),
        ("AYT,Ayton,Idox,,Planning,,,-5,,,", "more than zero"),
    ],
)
def test_a_line_that_cant_be_placed_is_refused(sent: Any, deployment: Deployment, line: str, says: str) -> None:
    found = sent(line)
    assert says in found["refused"][0]["reason"]
    deployment.refresh_from_db()
    assert (deployment.contract_ends_on, deployment.cost_answer) == (None, "unknown")


def test_a_joint_buyer_is_every_council_of_the_line(sent: Any, deployment: Deployment) -> None:
    other = make_deployment(make_council("BEE"), deployment.product)
    sent("AYT;BEE,Joint,Idox,,Planning,2021-03-01,2027-02-28,,,,")
    other.refresh_from_db()
    deployment.refresh_from_db()
    assert deployment.contract_ends_on == other.contract_ends_on == dt.date(2027, 3, 1)
