"""A frozen report taken away as PDF, spreadsheet and JSON; compared with another; corrected facts beside it."""

import copy
import datetime as dt
import json
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from missions.decisions.freezing import canonical, digest, verify
from missions.reports import actions
from missions.reports.models import LatestFigures, Report
from missions.reports.tasks import look_for_corrections
from tests import making
from tests.making import client_of
from tests.outcomes.test_printing import printed, tags_of, text_of
from tests.queries import queries_of
from tests.reports.test_reports import WRITTEN, Room, room, work

__all__ = ("room",)
pytestmark = pytest.mark.django_db
TEXTS = {"risks": "Grants end in spring.", "dissent": "Three districts would rather wait."}


def url(report: Report, what: str = "") -> str:
    return f"{report.get_absolute_url()}{what}"


def test_the_texts_of_sections_are_written_frozen_and_shown(room: Room) -> None:
    report = room.compose()
    data = {"title": "By pages", "text_risks": TEXTS["risks"], "text_dissent": TEXTS["dissent"], "as_at_day": "31"}
    data |= {
        "as_at_month": "8",
        "as_at_year": "2026",
        "confidence": "red",
        "confidence_reason": "No money.",
        "next_review_on_day": "1",
    }
    data |= {"next_review_on_month": "1", "next_review_on_year": "2099"}
    client = client_of(room.lead)
    assert client.post(url(report, "edit/"), data).status_code == 302
    assert TEXTS["risks"] in client.get(url(report, "edit/")).content.decode()
    assert client.post(url(report, "submit/")).status_code == 302
    work()
    report.refresh_from_db()
    assert report.content["texts"] == TEXTS
    page = client.get(url(report)).content.decode()
    assert all(text in page for text in TEXTS.values())


def test_charts_and_methods_are_frozen_with_the_figures(room: Room) -> None:
    making.make_benefit_line(room.mission, optimism_percent=0)
    report = room.submitted()
    assert report.content["charts"].keys() == {"adoption", "benefits"}
    assert ["Evidence", "version 1"] in report.content["methods"]
    assert "−£1,000" in client_of(room.lead).get(url(report)).content.decode()


def test_every_byte_counts(room: Room) -> None:
    report = room.submitted(narrative="Seven words that nobody may ever change.")
    written = canonical(report.content)
    assert digest(json.loads(written)) == report.sha256
    place = written.index(b"Seven")
    changed = written[:place] + b"s" + written[place + 1 :]
    assert not verify(json.loads(changed), report.sha256)


def test_what_changed_since_the_last_issue_is_computed(room: Room) -> None:
    first = room.submitted()
    assert first.content["changes"] is None
    making.make_event(room.mission.interventions.get(), making.make_council())
    second = room.submitted(confidence="green")
    assert second.content["changes"]["issue"] == 1
    assert second.content["changes"]["rows"][0] == ["Delivery confidence", "Amber", "Green"]
    assert any("1 of 1" in then and "2 of 2" in now for _, then, now in second.content["changes"]["rows"])
    assert "What changed since issue 1" in client_of(room.lead).get(url(second)).content.decode()


def test_the_pdf_is_tagged_and_says_what_the_page_says(room: Room) -> None:
    report = room.submitted(texts=TEXTS)
    room.answer(actions.sign_off, report)
    reader = printed(client_of(making.make_user()), url(report, "pdf/"))
    text = text_of(reader)
    for words in (WRITTEN["title"], "1 of 1", "Two suppliers are late.", *TEXTS.values(), report.sha256[:20]):
        assert words in text
    tags = tags_of(reader)
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure", "/Link"} <= {tag for tag, _ in tags}
    assert all(alt.startswith("Chart: ") for tag, alt in tags if tag == "/Figure")
    links = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", ())]
    assert [link for link in links if link.endswith(report.get_absolute_url())]
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)


def test_the_spreadsheet_holds_the_data_behind_each_chart(room: Room) -> None:
    report = room.submitted()
    book = load_workbook(BytesIO(client_of(room.lead).get(url(report, "report.xlsx")).content))
    assert book.sheetnames == ["Report", "Key figures", "Indicators", "Adoption"]
    chart = report.content["charts"]["adoption"]
    rows = list(book["Adoption"].iter_rows(values_only=True))
    assert [list(row) for row in rows] == [chart["headers"], *chart["rows"]]


def test_the_json_can_be_checked_against_its_seal(room: Room) -> None:
    report = room.submitted()
    found = client_of(room.lead).get(url(report, "report.json")).json()
    assert digest(found["content"]) == found["sha256"] == report.sha256
    assert found["is_unchanged"]
    changed = copy.deepcopy(found["content"])
    changed["title"] += "."
    assert digest(changed) != found["sha256"]


@pytest.mark.parametrize("what", ["report.xlsx", "report.json", "corrected/"])
def test_a_draft_is_not_taken_away(room: Room, what: str) -> None:
    assert client_of(room.lead).get(url(room.compose(), what)).status_code == 404


def test_two_issues_are_compared(room: Room) -> None:
    first = room.submitted(texts=TEXTS)
    making.make_event(room.mission.interventions.get(), making.make_council())
    second = room.submitted(confidence="green", narrative="Other words.", texts={**TEXTS, "risks": "None left."})
    client = client_of(room.lead)
    base = f"{room.mission.get_absolute_url()}reports/compare/"
    page = client.get(f"{base}?then=1-1&now=2-1").content.decode()
    for words in ("Amber", "Green", "2 of 2", "Other words.", TEXTS["risks"], "None left."):
        assert words in page
    assert TEXTS["dissent"] not in page
    assert "Choose two different reports" in client.get(f"{base}?then=1-1&now=1-1").content.decode()
    assert "not two reports yet" in client_of(None).get(base).content.decode(), "the public sees none of them"
    assert (first.issue, second.issue) == (1, 2)


def test_later_corrections_stand_beside_the_report(room: Room) -> None:
    report = room.submitted(as_at=timezone.localdate())
    client = client_of(room.lead)
    assert "Nobody has looked since" in client.get(url(report, "corrected/")).content.decode()
    Report.objects.update(submitted_at=timezone.now())
    LatestFigures.objects.update(known_at=timezone.now() - dt.timedelta(days=1))
    assert look_for_corrections() == 1
    assert look_for_corrections() == 0, "They are fresh."
    assert "Nothing that the report rests on has been corrected" in client.get(url(report, "corrected/")).content.decode()
    making.make_event(room.mission.interventions.get(), making.make_council(), happened_on=dt.date(2026, 1, 5))
    client.post(url(report, "figures/"))
    assert "being collected" in client.get(url(report, "corrected/")).content.decode()
    work()
    page = client.get(url(report, "corrected/")).content.decode()
    assert "In the report" in page
    assert "2 of 2" in page
    assert "2 of 2" not in client.get(url(report)).content.decode()


def test_pages_take_the_same_queries_with_two_reports_and_with_twenty(room: Room) -> None:
    report, _ = room.submitted(), room.submitted()
    client = client_of(room.lead)
    urls = (f"{room.mission.get_absolute_url()}reports/compare/", url(report, "report.xlsx"), url(report, "report.json"))
    before = [queries_of(client, address) for address in urls]
    for _ in range(4):
        room.submitted()
    assert [queries_of(client, address) for address in urls] == before
    assert max(before) <= 12
