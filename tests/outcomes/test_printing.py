"""Effects and benefits as PDFs: made by a job, tagged, with the chart of the page, read back."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from missions.core import clock, jobs
from missions.core.models import Job
from missions.outcomes.models import Estimate
from missions.stewardship.models import Mission
from tests.making import client_of, make_benefit_line, make_indicator, make_intervention, make_lead, make_mission, make_user
from tests.outcomes.panels import simulated

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


def printed(client: Client, url: str, **data: str) -> PdfReader:
    """Ask, let a worker make it, download and read it."""
    address = client.post(url, data).headers["Location"]
    assert "Your PDF is being made" in client.get(address).content.decode()
    assert client.get(f"{address}file/").status_code == 404
    jobs.run(Job.objects.get(kind="core.print").pk, now=clock.now())
    assert "Download the PDF" in client.get(address).content.decode()
    download = client.get(f"{address}file/")
    assert download.headers["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(download.content))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags_of(reader: PdfReader) -> list[tuple[str, str]]:
    """Every tag of the document's structure with its alternative text."""
    found = []

    def walk(item: Any) -> None:
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, list):
            for child in item:
                walk(child)
        elif isinstance(item, dict) and "/S" in item:
            found.append((str(item["/S"]), str(item.get("/Alt", ""))))
            walk(item.get("/K", []))

    root: Any = reader.trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])
    return found


def test_costs_and_benefits_as_a_tagged_pdf_with_their_chart(mission: Mission) -> None:
    make_benefit_line(mission, optimism_percent=0)
    make_benefit_line(mission, {2027 + year: "250" for year in range(6)}, kind="benefit", optimism_percent=0)
    reader = printed(client_of(make_lead(mission)), reverse("outcomes:benefits_pdf", args=["planning"]))
    text = text_of(reader)
    for words in ("£332.14", "1.33", "Year 5 (2031/32)", "Green Book 2026"):
        assert words in text
    tags = tags_of(reader)
    assert {"/H1", "/H3", "/Table", "/TH", "/Figure"} <= {tag for tag, _ in tags}
    chart = next(alt for tag, alt in tags if tag == "/Figure")
    assert chart.startswith("Chart: What has been spent and what comes back. At its lowest")
    root: Any = reader.trailer["/Root"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_an_effect_as_a_tagged_pdf_with_the_chart_of_the_page(mission: Mission) -> None:
    from missions.outcomes.effects import estimate

    found = estimate(simulated(1)).as_json()
    made = Estimate.objects.create(
        indicator=make_indicator(mission, slug="homes"), intervention=make_intervention(mission, slug="standard"), stage="live",
        result={**found, "adopters": 240, "funded": 80},
    )  # fmt: skip
    client = client_of(make_user())
    page = client.get(reverse("outcomes:effect", args=["planning", "homes"])).content.decode()
    reader = printed(client, reverse("outcomes:effect_pdf", args=["planning", "homes"]), intervention="standard")
    text = text_of(reader)
    for words in (
        made.result["sentence"],
        "80 of the 240 that adopted",
        "They are not a random draw",
        "Before and after councils adopted",
    ):
        assert words in page
        assert words in text
    assert [tag for tag, alt in tags_of(reader) if alt] == ["/Figure"]


def test_a_pdf_is_for_who_asked_for_it_while_they_may_read_the_page(mission: Mission) -> None:
    lead, other = make_lead(mission), make_lead(mission)
    make_benefit_line(mission)
    url = reverse("outcomes:benefits_pdf", args=["planning"])
    address = client_of(lead).post(url).headers["Location"]
    assert client_of(lead).post(url).headers["Location"] == address, "asked twice, made once"
    assert client_of(other).get(address).status_code == 404
    jobs.run(Job.objects.get(kind="core.print").pk, now=clock.now())
    assert client_of(lead).get(f"{address}file/").status_code == 200
    lead.mission_roles.all().delete()
    assert client_of(lead).get(f"{address}file/").status_code == 404
