"""Pages for anybody: the first page and a mission in one look."""

import pytest

from tests.making import (
    client_of,
    make_award,
    make_council,
    make_event,
    make_intervention,
    make_lead,
    make_mission,
    make_pain_point,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def test_the_first_page_shows_running_missions_and_one_problem_to_follow() -> None:
    mission = make_mission("streets")
    council = make_council()
    make_event(make_intervention(mission, is_headline=True, pain_point=make_pain_point(mission, reference="PP-1")), council)
    make_award(mission, council, "1234.50")
    make_mission("proposal", status="proposed")
    page = client_of(None).get("/").content.decode()
    for words in ("1 of 1", "£1,234.50", "in 1 award<", "/missions/streets/pain-points/PP-1/thread/"):
        assert words in page
    assert "Proposal" not in page


def test_the_first_page_of_an_empty_product() -> None:
    assert "No mission is running yet." in client_of(None).get("/").content.decode()


def test_a_mission_page_takes_the_same_queries_with_fifty() -> None:
    mission = make_mission()
    client = client_of(make_lead(mission))
    make_intervention(mission, is_headline=True, pain_point=make_pain_point(mission))
    before = queries_of(client, mission.get_absolute_url())
    for _ in range(50):
        make_intervention(mission, pain_point=make_pain_point(mission))
    assert queries_of(client, mission.get_absolute_url()) == before


def test_a_mission_page_names_the_levers_of_its_mandate() -> None:
    mission = make_mission()
    assert "Grants" in client_of(None).get(mission.get_absolute_url()).content.decode()
