"""Pain points that nothing acts on, and published needs that nothing meets."""

from typing import Any

import pytest
from django.urls import reverse

from missions.problems.importers import read_justifications, read_needs
from missions.problems.imports import store_justifications, store_needs
from missions.problems.models import Justification, Need
from missions.problems.rows import JustificationRow
from tests.making import client_of, make_intervention, make_mission, make_pain_point
from tests.shared import DATA, lines, needs_records

pytestmark = pytest.mark.django_db
NEEDS = "need,name,status,priority,statement,actors,themes,added-on"
CLAIMS = "justification,needs,satisfaction,confidence,satisfied-by,text"


def table(head: str, *rows: str) -> bytes:
    """Rows may leave out what comes last."""
    width = head.count(",")
    return "\n".join([head, *(row + "," * (width - row.count(",")) for row in rows)]).encode()


def how_met() -> dict[str, str]:
    needs: Any = Need.objects.with_how_met()
    return dict(needs.values_list("reference", "how_met"))


def claims(*rows: str) -> list[JustificationRow]:
    return read_justifications(table(CLAIMS, *rows))[0]


def test_what_nothing_acts_on_is_shown_as_unmet() -> None:
    mission = make_mission("planning")
    make_intervention(mission, pain_point=make_pain_point(mission, title="Somebody acts"))
    make_pain_point(mission, title="Nobody acts")
    make_pain_point(mission, title="Nobody has to any more", status="resolved")
    url = reverse("problems:pain_points", args=["planning"])
    assert client_of(None).get(url).content.decode().count(">Unmet<") == 1
    only = client_of(None).get(url, {"unmet": "yes"}).content.decode()
    assert "Nobody acts" in only
    assert "Somebody acts" not in only
    assert "any more" not in only


def test_claims_and_needs_that_they_dont_name_any_more() -> None:
    mission = make_mission("planning")
    store_needs(mission, read_needs(table(NEEDS, "n-1,Find it", "n-2,Read it", "n-3,Use it"))[0])
    for _ in range(2):
        store_justifications(mission, claims("j-1,n-1;n-2,full", "j-2,n-2,partial"))
    assert how_met() == {"n-1": "full", "n-2": "full", "n-3": "unmet"}
    store_justifications(mission, claims("j-1,n-1,full"))
    assert how_met() == {
        "n-1": "full",
        "n-2": "partial",
        "n-3": "unmet",
    }
    page = client_of(None).get(reverse("problems:needs", args=["planning"]), {"met": "unmet"}).content.decode()
    assert "<strong>1</strong> of 3 needs is unmet." in page
    assert "Use it" in page
    assert "Find it" not in page


def test_a_claim_of_another_quality_is_told() -> None:
    rows, problems = read_justifications(table(CLAIMS, "j-1,n-1,quite"))
    assert not rows
    assert problems


@needs_records
def test_the_published_needs_that_nothing_meets() -> None:
    mission = make_mission("planning")
    store_needs(mission, read_needs((DATA / "06_participation/user_needs.csv").read_bytes())[0])
    published = (DATA / "06_participation/need_justifications.csv").read_bytes()
    store_justifications(mission, read_justifications(published)[0])
    listed = {line["need"] for line in lines("06_participation/user_needs.csv")}
    named = {need for line in lines("06_participation/need_justifications.csv") for need in line["needs"].split(";")}
    unmet = {reference for reference, how in how_met().items() if how == "unmet"}
    assert unmet == listed - named
    assert (len(listed), len(unmet)) == (138, 48)
    assert Justification.objects.count() == 69
    page = client_of(None).get(reverse("problems:needs", args=["planning"])).content.decode()
    assert "<strong>48</strong> of 138 needs are unmet." in page
