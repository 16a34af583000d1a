"""The list of awards, its download, and the page of one award."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funding.models import Fund
from missions.interventions.models import IterationServes
from missions.problems.models import Basis
from missions.stewardship.models import Mission
from tests import making
from tests.making import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    """£3,000.50 in three awards: to a council with two partners, to a company, to a department."""
    mission = making.make_mission("planning")
    joint = making.make_award(mission, making.make_council("AYT", name="Ayton"), "1000.50", reference="J1", notes="Waves")
    joint.partners.set([making.make_council("BEE", name="Beeton"), making.make_council("CEE", name="Ceeford")])
    making.make_award(mission, making.make_supplier("01234567", name="Software Ltd"), "1500.00", awarded_on=dt.date(2026, 3, 31))
    making.make_award(mission, making.make_department("other", name="Parks Board"), "500.00", awarded_on=dt.date(2026, 4, 1))
    return mission


def page(query: str = "") -> str:
    response = client_of(None).get(f"/missions/planning/awards/{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def shown(query: str) -> dict[str, Any]:
    response = client_of(None).get(f"/missions/planning/awards/{query}")
    assert response.context is not None
    found: dict[str, Any] = response.context["shown"]
    return found


def download(query: str = "") -> list[dict[str, str]]:
    response = client_of(None).get(f"/missions/planning/awards.csv{query}")
    assert response.streaming
    text = b"".join(response).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_a_joint_award_is_counted_once(mission: Mission) -> None:
    text = page()
    assert "£3,000.50" in text
    assert "1 joint award, counted once" in text
    assert "shared with Beeton, Ceeford" in text


@pytest.mark.parametrize(
    ("query", "count", "total"),
    [
        ("?recipient=council", 1, "1000.50"),
        ("?recipient=company", 1, "1500"),
        ("?recipient=other", 1, "500"),
        ("?year=2025", 1, "1500"),
        ("?year=2026", 2, "1500.50"),
        ("?q=ayt", 1, "1000.50"),
        ("?q=WAVES", 1, "1000.50"),
        ("?q=beeton", 1, "1000.50"),
        ("?q=j1", 1, "1000.50"),
        ("?q=01234567", 1, "1500"),
        ("?fund=fund-1", 3, "3000.50"),
        ("?q=nothing+like+it", 0, "0"),
        ("?fund=unknown&recipient=unknown&year=unknown", 3, "3000.50"),
    ],
)
def test_filters_in_the_address(mission: Mission, query: str, count: int, total: str) -> None:
    found = shown(query)
    assert (found["count"], found["total"]) == (count, Decimal(total))


def test_what_is_shown_stands_beside_everything(mission: Mission) -> None:
    assert "<strong>1</strong> of 3 awards, worth <strong>£1,500</strong> of £3,000.50" in page("?recipient=company")


def test_totals_by_fund_are_of_what_is_shown(mission: Mission) -> None:
    second = Fund.objects.create(mission=mission, slug="round-2", name="Round 2", started_on=dt.date(2026, 1, 1))
    making.make_award(mission, making.make_council(), "10.00", fund=second)
    rows = client_of(None).get("/missions/planning/awards/?recipient=council").context["by_fund"]
    assert [(row["fund__name"], row["count"], str(row["total"])) for row in rows] == [
        ("Round 2", 1, "10.00"),
        ("Fund 1", 1, "1000.50"),
    ]


def test_nothing_matches_says_what_to_do(mission: Mission) -> None:
    assert "No award matches these filters" in page("?q=zzz")


def test_before_the_first_award(mission: Mission) -> None:
    making.make_mission("empty")
    response = client_of(None).get("/missions/empty/awards/")
    assert "No award has been recorded yet" in response.content.decode()


def test_awards_of_another_mission_and_drafts_are_not_here(mission: Mission) -> None:
    making.make_award(making.make_mission("other"), making.make_council(name="Elsewhere"))
    making.make_award(mission, making.make_council(name="Undecided"), status="draft", reference="D1")
    text = page()
    assert "Elsewhere" not in text
    assert "Undecided" not in text
    assert client_of(None).get("/missions/planning/awards/D1/").status_code == 404


def test_awards_of_a_proposal_are_hidden_with_it() -> None:
    mission = making.make_mission("secret", status="proposed")
    making.make_award(mission, making.make_council(), reference="A1")
    for address in ("awards/", "awards.csv", "awards/A1/"):
        assert client_of(None).get(f"/missions/secret/{address}").status_code == 404


def test_fifty_on_a_page(mission: Mission) -> None:
    council = making.make_council()
    for _ in range(50):
        making.make_award(mission, council)
    first, second = (client_of(None).get(f"/missions/planning/awards/?page={number}").context["page"] for number in (1, 2))
    assert (len(first.object_list), len(second.object_list)) == (50, 3)


def test_the_download_holds_what_the_list_shows(mission: Mission) -> None:
    rows = download("?recipient=council")
    assert [(row["Award"], row["Amount in pounds"], row["Announced on"]) for row in rows] == [("J1", "1000.50", "2026-05-01")]
    assert rows[0]["Partners who share the amount"] == "Beeton (BEE); Ceeford (CEE)"
    assert len(download()) == 3


def test_the_download_is_safe_to_open_in_a_spreadsheet(mission: Mission) -> None:
    making.make_award(mission, making.make_council(name="=HYPERLINK()"), notes="+cmd", reference="S1")
    row = next(row for row in download() if row["Award"] == "S1")
    assert (row["Recipient"], row["Notes"]) == ("'=HYPERLINK()", "'+cmd")


def test_pages_take_the_same_number_of_queries_with_many_awards(mission: Mission) -> None:
    client = client_of(making.make_lead(mission))
    few = [queries_of(client, "/missions/planning/awards/"), queries_of(client, "/missions/planning/awards/J1/")]
    few_in_download = _queries_of_download()
    for _ in range(50):
        award = making.make_award(mission, making.make_council())
        award.partners.add(making.make_council())
    assert [queries_of(client, "/missions/planning/awards/"), queries_of(client, "/missions/planning/awards/J1/")] == few
    assert max(few) <= 12
    assert _queries_of_download() == few_in_download


def _queries_of_download() -> int:
    with CaptureQueriesContext(connection) as captured:
        download()
    return len(captured)


def test_an_award_says_what_is_known_and_what_is_not(mission: Mission) -> None:
    text = page("J1/")
    assert "The source gives no split" in text
    assert "Recorded from the published list: no approval history is known" in text
    assert "1 May 2026" in text
    for code in ("AYT", "BEE", "CEE"):
        assert f'href="/register/{code}/"' in text
    assert "Nothing links this award to an intervention yet" in text


def test_an_award_leads_to_what_it_bought(mission: Mission) -> None:
    standard = making.make_intervention(mission, slug="standard")
    iteration = making.make_iteration(mission, slug="round-1", serves=standard)
    stated = making.make_intervention(mission, slug="stated")
    IterationServes.objects.create(iteration=iteration, intervention=stated, basis=Basis.SOURCE)
    making.make_award(
        mission, making.make_council(), iteration=iteration, intervention=standard, reference="B1",
        documentation_url="https://www.gov.uk/award",
    )  # fmt: skip
    text = page("B1/")
    for address in (
        "/missions/planning/iterations/round-1/",
        "/missions/planning/interventions/standard/",
        "/missions/planning/interventions/standard/adoption/",
        "/missions/planning/interventions/stated/adoption/",
        "https://www.gov.uk/award",
    ):
        assert f'href="{address}"' in text
    assert "Our judgement" in text
    assert "Stated in the source" in text
