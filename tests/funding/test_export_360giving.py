"""Awards in the 360Giving data standard: valid, complete, readable again, and safe to open."""

import csv
import datetime as dt
import json
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import flattentool
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker
from openpyxl import load_workbook
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from funding.models import Award, Fund
from missions.register.models import Identifier
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).with_name("giving_schema")
GRANT = "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4/schema/360-giving-schema.json"


def validator() -> Draft202012Validator:
    """The package’s schema with the grant’s under the address by which the package refers to it."""
    grant = Resource.from_contents(json.loads((SCHEMAS / "grant.json").read_text()), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource(GRANT, grant)
    package = json.loads((SCHEMAS / "package.json").read_text())
    return Draft202012Validator(package, registry=registry, format_checker=FormatChecker())


def complaints(package: dict[str, Any]) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in validator().iter_errors(package)]


@pytest.fixture
def mission() -> Mission:
    """A joint award of £1,000.50 between two councils, and one of £1,500 to a company."""
    mission = making.make_mission("planning")
    ayton, beeton = making.make_council("AYT", name="Ayton"), making.make_council("BEE", name="Beeton")
    company = making.make_supplier("01234567", name="Software Ltd")
    for body, scheme, value in (
        (ayton, "gss", "E07000901"),
        (beeton, "gss", "E06000902"),
        (company, "company", "01234567"),
    ):
        Identifier.objects.create(organisation=body, scheme=scheme, value=value)
    joint = making.make_award(
        mission, ayton, "1000.50", reference="J1", intervention=making.make_intervention(mission, slug="software")
    )
    joint.partners.set([beeton])
    making.make_award(
        mission, company, "1500.00", reference="C1", awarded_on=dt.date(2026, 3, 31), documentation_url="https://www.gov.uk/c1"
    )
    return mission


def export(path: Path, **options: Any) -> str:
    out = StringIO()
    call_command("export_360giving", out=path, stdout=out, **options)
    return out.getvalue()


def package(folder: Path, **options: Any) -> dict[str, Any]:
    export(folder / "awards.json", **options)
    found: dict[str, Any] = json.loads((folder / "awards.json").read_text(), parse_float=Decimal)
    return found


def test_the_package_is_valid_by_the_standard(mission: Mission, tmp_path: Path) -> None:
    export(tmp_path / "awards.json")
    found = json.loads((tmp_path / "awards.json").read_text())
    assert complaints(found) == []
    assert [grant["id"] for grant in found["grants"]] == ["360G-dept-planning-C1", "360G-dept-planning-J1"]


@pytest.mark.parametrize(("field", "value"), [("awardDate", "1 May 2026"), ("amountAwarded", "1000.50"), ("currency", None)])
def test_the_check_can_fail(mission: Mission, tmp_path: Path, field: str, value: str | None) -> None:
    found = package(tmp_path)
    found["grants"][0][field] = value
    assert complaints(found)


def test_a_joint_award_is_one_grant_that_names_its_partners(mission: Mission, tmp_path: Path) -> None:
    grant = package(tmp_path)["grants"][1]
    assert grant["amountAwarded"] == Decimal("1000.50")
    assert [(item["id"], item["name"]) for item in grant["recipientOrganization"]] == [("GB-GSS-E07000901", "Ayton")]
    assert "One amount shared by Ayton, the lead, and its partners: Beeton (GB-GSS-E06000902)." in grant["description"]


def test_identifiers_resolve_by_gss_code_and_by_company_number(mission: Mission, tmp_path: Path) -> None:
    company, council = (grant["recipientOrganization"][0] for grant in package(tmp_path)["grants"])
    assert (company["id"], company["companyNumber"]) == ("GB-COH-01234567", "01234567")
    assert council["location"] == [{"countryCode": "GB", "geoCode": "E07000901", "geoCodeType": "NMD"}]


def test_pence_are_exact_and_no_float_is_in_the_file(mission: Mission, tmp_path: Path) -> None:
    award = Award.objects.get(reference="J1")
    award.amount = Decimal("12345678901.23")  # as a binary fraction it would need more digits than a float has
    award.save()
    export(tmp_path / "awards.json")
    assert '"amountAwarded": 12345678901.23,' in (tmp_path / "awards.json").read_text()
    assert '"amountAwarded": 1500,' in (tmp_path / "awards.json").read_text()


@pytest.mark.parametrize(
    ("status", "is_published"),
    [("recorded", True), ("draft", False), ("submitted", False), ("rejected", False), ("declined", False), ("withdrawn", False)],
)
def test_only_awards_that_were_made_are_published(mission: Mission, tmp_path: Path, status: str, is_published: bool) -> None:
    making.make_award(mission, making.make_council("CEE"), reference="N1", status=status)
    ids = {grant["id"] for grant in package(tmp_path)["grants"]}
    assert ("360G-dept-planning-N1" in ids) == is_published


def test_one_fund(mission: Mission, tmp_path: Path) -> None:
    fund = Fund.objects.create(mission=mission, slug="round-2", name="Round 2")
    making.make_award(mission, making.make_council("CEE"), reference="R2", fund=fund)
    found = package(tmp_path, fund="round-2")
    assert [grant["id"] for grant in found["grants"]] == ["360G-dept-planning-R2"]
    assert found["grants"][0]["grantProgramme"] == [{"code": "round-2", "title": "Round 2"}]


def test_what_was_made_up_for_a_demo_is_never_published(mission: Mission, tmp_path: Path) -> None:
    fund = Fund.objects.create(mission=mission, slug="shown", name="Shown", is_illustrative=True)
    making.make_award(mission, making.make_council("CEE"), reference="M1", fund=fund)
    assert len(package(tmp_path)["grants"]) == 2
    with pytest.raises(CommandError):
        export(tmp_path / "awards.json", fund="shown")


def test_the_spreadsheet_reads_back_as_the_same_grants(mission: Mission, tmp_path: Path) -> None:
    export(tmp_path / "awards.xlsx")
    flattentool.unflatten(
        str(tmp_path / "awards.xlsx"),
        input_format="xlsx",
        output_name=str(tmp_path / "back.json"),
        root_list_path="grants",
        root_id="",
        schema=str(SCHEMAS / "grant.json"),
        convert_titles=True,
    )
    back = json.loads((tmp_path / "back.json").read_text())
    assert complaints(back) == []
    assert json.loads((tmp_path / "back.json").read_text(), parse_float=Decimal)["grants"] == package(tmp_path)["grants"]


def test_the_csv_reads_back_as_the_same_grants(mission: Mission, tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    export(tmp_path / "csv" / "grants.csv")
    flattentool.unflatten(
        str(tmp_path / "csv"),
        input_format="csv",
        output_name=str(tmp_path / "back.json"),
        root_list_path="grants",
        root_id="",
        schema=str(SCHEMAS / "grant.json"),
        convert_titles=True,
    )
    back = json.loads((tmp_path / "back.json").read_text(), parse_float=Decimal)
    assert back["grants"] == package(tmp_path)["grants"]


def test_what_somebody_typed_never_becomes_a_formula(mission: Mission, tmp_path: Path) -> None:
    making.make_award(mission, making.make_council("CEE", name="=HYPERLINK(A1)"), reference="S1", notes="+cmd")
    export(tmp_path / "awards.xlsx")
    sheet = load_workbook(tmp_path / "awards.xlsx")["grants"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert "=HYPERLINK(A1)" in {cell.value for row in sheet.iter_rows() for cell in row}
    export(tmp_path / "awards.csv")
    with (tmp_path / "awards.csv").open(newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["Identifier"].endswith("S1"))
    assert (row["Recipient Org:Name"], row["Description"]) == ("'=HYPERLINK(A1)", "'+cmd")


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("awards.pdf", {}, "must end in one of: .json, .xlsx, .csv"),
        ("awards.json", {"fund": "nothing"}, "There is no fund “nothing”"),
        ("awards.json", {"mission": "nothing"}, "There is no mission “nothing”"),
        ("nowhere/awards.json", {}, "No such file or directory"),
    ],
)
def test_what_cannot_be_written_says_why(mission: Mission, tmp_path: Path, name: str, options: dict[str, str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        export(tmp_path / name, **options)


def test_nothing_to_publish(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no mission yet"):
        export(tmp_path / "awards.json")
    making.make_mission("planning")
    with pytest.raises(CommandError, match="No award has been made"):
        export(tmp_path / "awards.json")


def test_the_page_streams_the_same_package(mission: Mission, tmp_path: Path) -> None:
    response = client_of(None).get("/missions/planning/awards/360giving.json")
    assert response.streaming
    assert json.loads(b"".join(response))["grants"] == json.loads(json.dumps(package(tmp_path), default=float))["grants"]
    table = b"".join(client_of(None).get("/missions/planning/awards/360giving.csv")).decode()
    assert len(list(csv.DictReader(StringIO(table)))) == 2
    book = load_workbook(BytesIO(client_of(None).get("/missions/planning/awards/360giving.xlsx").content))
    assert book["grants"].max_row == 3
    assert client_of(None).get("/missions/planning/awards/360giving.pdf").status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_number_of_awards(mission: Mission) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            b"".join(client_of(None).get("/missions/planning/awards/360giving.json"))
        return len(captured)

    few = queries()
    for _ in range(50):
        making.make_award(mission, making.make_council()).partners.add(making.make_council())
    assert queries() == few


@needs_records
def test_the_published_awards_by_plain_counting(tmp_path: Path) -> None:
    call_command("import_register", str(DATA / "01_register/local_authorities.csv"), stdout=StringIO())
    call_command("import_awards", str(DATA / "03_funding/awards.csv"), stdout=StringIO())
    found = package(tmp_path)
    assert complaints(found) == []
    listed = {row["award"]: row for row in lines("03_funding/awards.csv")}
    by_reference = {grant["id"].rpartition("-")[2]: grant for grant in found["grants"]}
    assert by_reference.keys() == listed.keys()
    assert {key: grant["amountAwarded"] for key, grant in by_reference.items()} == {
        key: Decimal(row["amount"]) for key, row in listed.items()
    }
    assert {key for key, grant in by_reference.items() if "its partners:" in grant["description"]} == {
        key for key, row in listed.items() if row["organisations"]
    }
    gss = {row["local-authority-code"]: row["gss-code"] for row in lines("01_register/local_authorities.csv")}
    other = {row["organisation"]: row["mysociety-code"] for row in lines("01_register/code_crosswalk.csv")}
    for key, row in listed.items():
        scheme, _, code = row["organisation"].partition(":")
        expected = {
            "company": f"GB-COH-{code}",
            "local-authority": f"GB-GSS-{gss[other.get(row['organisation'], code)]}" if scheme == "local-authority" else "",
            "national-park-authority": f"XI-WIKIDATA-{code}",
        }[scheme]
        assert by_reference[key]["recipientOrganization"][0]["id"] == expected
