"""Findings on their pages, from the first words to the judgement, and the diagnosis that they make up."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from missions.market.models import Finding
from missions.problems.models import Barrier
from missions.stewardship.models import Mission
from tests import making
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
WORDS = {"kind": "lock-in", "strength": "moderate", "statement": "Leaving costs too much.", "reasoning": "They say so."}


@pytest.fixture
def mission() -> Mission:
    mission = making.make_mission("market")
    product = making.make_product(making.make_supplier(name="Arcus"))
    for _ in range(2):
        making.make_deployment(making.make_council(), product)
    return mission


def page(client: Client, name: str, mission: Mission, *arguments: Any) -> str:
    answer = client.get(reverse(f"market:{name}", args=[mission.slug, *arguments]))
    assert answer.status_code == 200
    return answer.content.decode()


def make_judged(mission: Mission, **values: Any) -> Finding:
    """Judged a moment ago, resting on a document and on what else is given as (source, pointer)."""
    pieces = values.pop("pieces", [])
    number = values.pop("number", 1)
    finding = Finding.objects.create(
        mission=mission, reference=f"MF-{number:03d}", written_by=making.make_user(), **{**WORDS, **values}
    )
    finding.evidence.create(source="document", title="A survey", url="https://survey.example")
    for source, pointer in pieces:
        finding.evidence.create(source=source, pointer=pointer)
    finding.status, finding.judged_by = "judged", making.make_user(name="Judge Dee")
    finding.judged_at = dt.datetime(2026, 8, 1, 9, tzinfo=dt.UTC)
    finding.save()
    return finding


def test_from_the_first_words_to_the_judgement(mission: Mission) -> None:
    point = making.make_pain_point(mission, title="Exports cost extra")
    analyst = making.client_of(making.give(making.make_user(), "analyst", mission))
    lead = making.client_of(making.make_lead(mission))
    add = reverse("market:add_finding", args=[mission.slug])
    assert "Say what fails." in analyst.post(add, {}).content.decode()
    assert analyst.post(add, WORDS).status_code == 302
    at = ("market", "MF-001")
    assert "It rests on nothing yet" in page(analyst, "finding", mission, "MF-001")

    figure = {"name": "top1", "as_at_day": "1", "as_at_month": "3", "as_at_year": "2025"}
    assert analyst.post(reverse("market:add_figure", args=at), figure).status_code == 302
    assert "Exports cost extra" in page(analyst, "add_piece", mission, "MF-001", "pain-point")
    added = analyst.post(reverse("market:add_piece", args=[*at, "pain-point"]), {"pointer": point.reference})
    assert added.status_code == 302
    document = {"title": "A survey", "url": "http://plain.example"}
    assert "starts with https://" in analyst.post(reverse("market:add_document", args=at), document).content.decode()
    assert analyst.post(reverse("market:add_document", args=at), {**document, "url": "https://s.example"}).status_code == 302

    draft = page(analyst, "finding", mission, "MF-001")
    assert "Share of the largest supplier: 100.0%" in draft
    assert "As at 1 March 2025, with 2 of 2 councils known" in draft
    assert "Market figures, version 1" in draft
    assert Client().get(reverse("market:finding", args=at)).status_code == 404
    assert "MF-001" not in page(Client(), "findings", mission)

    assert "Does this hold?" in page(lead, "judge", mission, "MF-001")
    assert lead.post(reverse("market:judge", args=at)).status_code == 302
    public = page(Client(), "finding", mission, "MF-001")
    assert "Leaving costs too much." in public
    assert "The mission team" in public
    assert "MF-001" in page(Client(), "findings", mission)


def test_a_piece_is_taken_out_of_a_draft(mission: Mission) -> None:
    analyst = making.give(making.make_user(), "analyst", mission)
    finding = Finding.objects.create(mission=mission, reference="MF-001", written_by=analyst, **WORDS)
    piece = finding.evidence.create(source="document", title="A survey", url="https://survey.example")
    url = reverse("market:take_out", args=[mission.slug, "MF-001", piece.pk])
    assert making.client_of(analyst).post(url).status_code == 302
    assert not finding.evidence.exists()


def test_names_of_who_judged_are_for_the_people_on_the_mission(mission: Mission) -> None:
    make_judged(mission)
    assert "Judge Dee" not in page(Client(), "finding", mission, "MF-001")
    assert "Judge Dee" in page(making.client_of(making.make_lead(mission)), "finding", mission, "MF-001")


def test_a_withdrawn_finding_is_read_with_its_reason(mission: Mission) -> None:
    make_judged(mission)
    lead = making.client_of(making.make_lead(mission))
    url = reverse("market:withdraw", args=[mission.slug, "MF-001"])
    assert "Say why it no longer holds." in lead.post(url, {}).content.decode()
    assert lead.post(url, {"reason": "They opened their exports."}).status_code == 302
    assert "They opened their exports." in page(Client(), "finding", mission, "MF-001")
    assert "No finding is judged yet" in page(Client(), "diagnosis", mission)


def test_an_earlier_version_is_still_read(mission: Mission) -> None:
    first = make_judged(mission)
    Finding.objects.create(
        mission=mission,
        reference="MF-001",
        version=2,
        written_by=first.written_by,
        **{**WORDS, "statement": "Leaving costs half a year."},
    )
    assert "Leaving costs half a year." not in page(Client(), "finding", mission, "MF-001")
    lead = making.client_of(making.make_lead(mission))
    assert "Leaving costs half a year." in page(lead, "finding", mission, "MF-001")
    url = reverse("market:finding", args=[mission.slug, "MF-001"])
    assert "This is an earlier version" in lead.get(f"{url}?version=1").content.decode()


def test_the_diagnosis_says_what_fails_what_blocks_and_what_shows_it(mission: Mission) -> None:
    locked = making.make_pain_point(mission, title="Exports cost extra", barrier=Barrier.LOCK_IN)
    council = making.make_council()
    for _ in range(2):
        making.make_evidence(mission, pain_point=locked, organisation=council)
    making.make_evidence(mission, pain_point=locked, organisation=making.make_council())
    making.make_pain_point(mission, title="No time to learn", barrier=Barrier.CAPACITY)
    making.make_pain_point(mission, title="Long solved", barrier=Barrier.MARKET, status="resolved")
    make_judged(mission, pieces=[("pain-point", locked.reference)])
    text = " ".join(page(Client(), "diagnosis", mission).split())
    assert "Arcus serves 100% of the 2 councils" in text
    assert "Leaving costs too much." in text
    assert f"{locked.reference} Exports cost extra" in text
    assert "Long solved" not in text
    row = text.split("Old software and lock-in")[1].split("</tr>")[0]
    assert ">1<span" in row
    assert 'data-label="Councils named">2<' in row
    assert "MF-001" in row
    assert "None yet" in text.split("Skills and capacity")[1].split("</tr>")[0]
    assert "market power" in text.split("Nothing is judged about:")[1].split("</p>")[0]


def test_the_diagnosis_of_an_empty_market_says_what_is_missing() -> None:
    text = page(Client(), "diagnosis", making.make_mission("empty"))
    for sentence in ("No supplier is known", "No finding is judged yet", "No pain point is open"):
        assert sentence in text


@pytest.mark.parametrize("name", ["findings", "diagnosis"])
def test_more_findings_take_no_more_queries(client: Client, mission: Mission, name: str) -> None:
    counts = []
    for number in range(1, 12):
        point = making.make_pain_point(mission)
        said = making.make_evidence(mission, pain_point=point, organisation=making.make_council())
        make_judged(mission, number=number, pieces=[("pain-point", point.reference), ("said", str(said.pk))])
        counts.append(queries_of(client, reverse(f"market:{name}", args=[mission.slug])))
    assert counts[0] == counts[-1] <= 12
