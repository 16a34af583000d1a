"""The fund statement: command, page, spreadsheet and PDF say the same, to the penny."""

import datetime as dt
import json
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from pypdf import PdfReader

from funding.models import Fund
from funding.statement import state
from funding.statement_files import spreadsheet
from missions.core import clock, jobs
from missions.core.models import Job
from missions.interventions.models import IterationServes
from missions.problems.models import Basis
from missions.register.models import Identifier
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of, make_lead, make_user
from tests.queries import queries_of
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 1)


@pytest.fixture
def mission() -> Mission:
    """£3,000.75: £1,000.50 to Ayton with Beeton, £1,500.25 to a company the day before the financial year ends, £500 to Ayton after it."""
    mission = making.make_mission("planning")
    ayton, beeton = making.make_council("AYT", name="Ayton"), making.make_council("BEE", name="Beeton")
    Identifier.objects.create(organisation=ayton, scheme="gss", value="E07000901")
    software = making.make_intervention(mission, slug="software", name="Software")
    joint = making.make_award(mission, ayton, "1000.50", reference="J1", awarded_on=dt.date(2024, 5, 1), intervention=software)
    joint.partners.set([beeton])
    company = making.make_supplier("01234567", name="Software Ltd")
    second = Fund.objects.create(mission=mission, slug="round-2", name="Round 2")
    making.make_award(mission, company, "1500.25", reference="C1", awarded_on=dt.date(2026, 3, 31), fund=second)
    making.make_award(mission, ayton, "500.00", reference="L1", awarded_on=dt.date(2026, 4, 1), intervention=software)
    return mission


def command(**options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("fund_statement", json=True, stdout=out, **options)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_command_prints_every_sum_as_pounds_and_pence(mission: Mission) -> None:
    found = command(as_at=TODAY)
    assert (found["as_at"], found["total"], found["awards"]) == ("2026-09-01", "3000.75", 3)
    assert found["by_fund"] == {"fund-1": "1500.50", "round-2": "1500.25"}
    assert found["by_intervention"] == {"software": "1500.50", "not-stated": "1500.25"}
    assert found["by_year"] == {"2024/25": "1000.50", "2025/26": "1500.25", "2026/27": "500.00"}
    assert found["suppliers"] == {"awards": 1, "organisations": 1, "total": "1500.25"}
    assert found["joint"] == {"awards": 1, "total": "1000.50"}
    assert [(row["identifier"], row["name"], row["total"]) for row in found["by_recipient"]] == [
        ("GB-GSS-E07000901", "Ayton", "1500.50"),
        ("360G-01234567", "Software Ltd", "1500.25"),
    ]


@pytest.mark.parametrize(
    ("day", "total", "awards"), [("2024-04-30", "0.00", 0), ("2024-05-01", "1000.50", 1), ("2026-03-31", "2500.75", 2)]
)
def test_as_at_a_day(mission: Mission, day: str, total: str, awards: int) -> None:
    found = command(as_at=dt.date.fromisoformat(day))
    assert (found["total"], found["awards"]) == (total, awards)


@pytest.mark.parametrize("status", ["draft", "submitted", "rejected", "declined", "withdrawn"])
def test_money_that_was_not_given_or_was_taken_back_does_not_count(mission: Mission, status: str) -> None:
    making.make_award(mission, making.make_council(), status=status)
    assert command(as_at=TODAY)["total"] == "3000.75"


def test_an_award_counts_once_under_the_interventions_that_its_iteration_serves_together(mission: Mission) -> None:
    planx, bops = (making.make_intervention(mission, slug=slug, name=slug.upper()) for slug in ("planx", "bops"))
    iteration = making.make_iteration(mission, serves=planx)
    IterationServes.objects.create(iteration=iteration, intervention=bops, basis=Basis.SOURCE)
    making.make_award(mission, making.make_council(), "10.00", iteration=iteration)
    found = command(as_at=TODAY)
    assert found["by_intervention"]["bops+planx"] == "10.00"
    assert sum(map(Decimal, found["by_intervention"].values())) == Decimal(found["total"]) == Decimal("3010.75")


def test_another_mission_is_left_out(mission: Mission) -> None:
    making.make_award(making.make_mission("waste"), making.make_council())
    assert command(as_at=TODAY, mission="planning")["awards"] == 3
    with pytest.raises(CommandError, match="Say which one with --mission: planning, waste"):
        command(as_at=TODAY)


def test_before_there_is_a_mission() -> None:
    with pytest.raises(CommandError, match="no mission yet"):
        command()


def test_in_words(mission: Mission) -> None:
    out = StringIO()
    call_command("fund_statement", as_at=TODAY, stdout=out)
    for line in (
        "£3,000.75 in 3 awards",
        "  Round 2: £1,500.25 in 1",
        "  2024/25: £1,000.50 in 1",
        "  Suppliers: £1,500.25 in 1",
    ):
        assert line in out.getvalue()


def page(query: str = "") -> str:
    response = client_of(None).get(f"/missions/planning/awards/statement/{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_shows_the_same_sums(mission: Mission) -> None:
    text = page("?on=2026-04-01")
    assert "By 1 April 2026, £3,000.75 had been awarded in 3 awards to 2 organisations." in text
    for words in (
        "£1,000.50 exactly, each counted once",
        "to 1 supplier in 1 award",
        "GB-GSS-E07000901",
        "None named in the source",
    ):
        assert words in text
    assert "£2,500.75 had been awarded" in page("?on=2026-03-31")


@pytest.mark.parametrize("typed", ["soon", "2024-02-30", "1999-12-31", "2999-01-01"])
def test_a_day_that_cannot_be_used_says_so_and_shows_today(mission: Mission, typed: str) -> None:
    text = page(f"?on={typed}")
    assert "There is a problem" in text
    assert "The figures below are as at today." in text
    assert f'value="{typed}"' in text


def test_a_statement_of_a_proposal_is_hidden_with_it() -> None:
    making.make_mission("secret", status="proposed")
    for address in ("statement/", "statement.xlsx", "360giving.json"):
        assert client_of(None).get(f"/missions/secret/awards/{address}").status_code == 404


def test_nothing_awarded_says_what_to_do(mission: Mission) -> None:
    assert "Choose a later day." in page("?on=2020-01-01")
    text = client_of(make_lead(mission)).get("/missions/planning/awards/statement/?on=2020-01-01").content.decode()
    assert "import the published list of awards" in text


def cells(content: bytes, sheet: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True))


def test_the_spreadsheet_holds_the_same_sums_as_numbers(mission: Mission) -> None:
    content = client_of(None).get("/missions/planning/awards/statement.xlsx?on=2026-09-01").content
    assert ("Awarded in all", 3000.75) in cells(content, "Statement")
    assert cells(content, "By fund")[1:] == [("Fund 1", "fund-1", 2, 1500.5), ("Round 2", "round-2", 1, 1500.25)]
    assert cells(content, "By recipient")[1] == ("Ayton", "Council", "GB-GSS-E07000901", "AYT", 2, 1, 1500.5)


@pytest.mark.parametrize("name", ["=1+1", "+44", "-5", "@SUM(A1)"])
def test_a_name_never_becomes_a_formula(mission: Mission, name: str) -> None:
    making.make_award(mission, making.make_council(name=name))
    content = spreadsheet(state(mission, as_at=TODAY))
    sheet = load_workbook(BytesIO(content))["By recipient"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == name)
    assert cell.data_type != "f"


def test_the_pdf_is_made_by_a_job_tagged_and_holds_the_same_sums(mission: Mission) -> None:
    person = make_user()
    client = client_of(person)
    response = client.post("/missions/planning/awards/statement/pdf/", {"on": "2026-09-01"})
    job = Job.objects.get(kind="core.print")
    assert response.headers["Location"] == f"/pdf/{job.public_id}/"
    address = response.headers["Location"]
    assert "Your PDF is being made" in client.get(address).content.decode()
    assert client.get(f"{address}file/").status_code == 404
    jobs.run(job.pk, now=clock.now())
    assert "Download the PDF" in client.get(address).content.decode()
    download = client.get(f"{address}file/")
    assert download.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(download.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "£3,000.75 had been awarded in 3 awards to 2 organisations" in " ".join(text.split())
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_a_pdf_belongs_to_who_asked_for_it_and_is_of_one_day(mission: Mission) -> None:
    person = client_of(make_user())
    address, again, other = (
        person.post("/missions/planning/awards/statement/pdf/", {"on": on}).headers["Location"]
        for on in ("2026-09-01", "2026-09-01", "2026-08-31")
    )
    assert again == address != other
    assert client_of(make_lead(mission)).get(address).status_code == 404
    assert "Fund statement on 1 September 2026" in person.get(address).content.decode()


def test_a_printed_page_fetches_nothing(mission: Mission) -> None:
    from weasyprint.urls import FatalURLFetchingError

    from missions.core.pdf import to_pdf

    with (
        patch("socket.socket.connect", side_effect=AssertionError),
        pytest.raises(FatalURLFetchingError, match="fetches nothing"),
    ):
        to_pdf('<html lang="en"><title>Letter</title><img alt="" src="http://www.example.org/spy.png">')
    with pytest.raises(FatalURLFetchingError):
        to_pdf('<html lang="en"><title>Letter</title><img alt="" src="file:///etc/hostname">')


def test_the_number_of_queries_does_not_depend_on_the_number_of_awards(mission: Mission) -> None:
    client = client_of(make_lead(mission))
    addresses = ("/missions/planning/awards/statement/", "/missions/planning/awards/statement.xlsx")
    few = [queries_of(client, address) for address in addresses]
    for number in range(50):
        fund = Fund.objects.create(mission=mission, slug=f"more-{number}", name=f"More {number}")
        making.make_award(mission, making.make_council(), fund=fund).partners.add(making.make_council())
    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= 12


@needs_records
def test_the_published_awards_by_plain_counting() -> None:
    call_command("import_register", str(DATA / "01_register/local_authorities.csv"), stdout=StringIO())
    call_command("import_awards", str(DATA / "03_funding/awards.csv"), stdout=StringIO())
    listed = lines("03_funding/awards.csv")
    found = command(as_at=TODAY)
    assert (found["total"], found["awards"]) == ("59579483.00", 378)
    assert found["suppliers"] == {"awards": 23, "organisations": 20, "total": "3570140.00"}
    assert found["joint"] == {"awards": 61, "total": "12042522.00"}
    for key, column in (("by_fund", "fund"), ("by_intervention", "intervention")):
        assert {name: Decimal(total) for name, total in found[key].items()} == added_up(listed, column)
    by_reference = {row["reference"]: Decimal(row["total"]) for row in found["by_recipient"]}
    assert sum(by_reference.values()) == Decimal(found["total"])
    other = {"local-authority:NYUA", "local-authority:SUA", "local-authority:WFUA"}
    counted = added_up(listed, "organisation")
    assert {key: counted[key] for key in counted.keys() - other} == {key: by_reference[key] for key in counted.keys() - other}


def added_up(listed: list[dict[str, str]], column: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in listed:
        sums[row[column]] = sums.get(row[column], Decimal(0)) + Decimal(row["amount"])
    return sums
