"""The page on which the team sends a published list of adoption."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from missions.adoption.models import AdoptionEvent
from missions.core.models import Job
from missions.interventions.models import Intervention
from tests.making import client_of, give, make_council, make_event, make_intervention, make_lead, make_mission, make_user

# What is sent is worked on once its row is committed.
pytestmark = pytest.mark.django_db(transaction=True)
ONBOARDING = "local-authority-code,name,first-configured,removed\n"
URL = "/missions/planning/interventions/planx/adoption/import/"


@pytest.fixture
def planx() -> Intervention:
    make_council("AAA", name="Ayton")
    return make_intervention(make_mission("planning"), slug="planx", name="PlanX")


def a_file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", text.encode(), "text/csv")


def test_a_good_list_is_shown_then_stored_when_the_lead_says_so(planx: Intervention) -> None:
    assert reverse("adoption:import", args=["planning", "planx"]) == URL
    client = client_of(make_lead(planx.mission))
    assert "local-authority-code" in client.get(URL).content.decode()
    response = client.post(URL, {"file": a_file(ONBOARDING + "AAA,Ayton,2021-12-15,2024-11-19\n")}, follow=True)
    job = Job.objects.get(kind="import.adoption-lists")
    assert response.redirect_chain[-1][0] == f"{URL}{job.public_id}/"
    assert not AdoptionEvent.objects.exists()
    client.post(f"{URL}{job.public_id}/", {"choice": "all"})
    assert sorted(AdoptionEvent.objects.values_list("stage", flat=True)) == ["piloting", "stopped"]
    assert AdoptionEvent.objects.filter(intervention=planx, organisation__code="AAA", source="imported").count() == 2


def test_a_list_with_a_wrong_row_asks_first_and_stores_the_rest(planx: Intervention) -> None:
    client = client_of(make_lead(planx.mission))
    rows = "AAA,Ayton,2021-12-15,\nZZZ,Nowhere,2022-01-01,\n"
    html = client.post(URL, {"file": a_file(ONBOARDING + rows)}, follow=True).content.decode()
    assert "ZZZ" in html
    assert not AdoptionEvent.objects.exists()
    job = Job.objects.get(kind="import.adoption-lists")
    client.post(f"{URL}{job.public_id}/", {"choice": "leave-out"})
    assert list(AdoptionEvent.objects.values_list("organisation__code", "stage")) == [("AAA", "piloting")]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Error: "), ("name,colour\nA,red\n", "column"), ("PK\x03\x04 not a workbook", "Error: ")],
)
def test_what_is_no_such_list_stores_nothing(planx: Intervention, text: str, words: str) -> None:
    client = client_of(make_lead(planx.mission))
    data = {"file": a_file(text)} if text else {"csrfmiddlewaretoken": "a browser sends one"}
    html = client.post(URL, data, follow=True).content.decode()
    assert words in html
    assert not AdoptionEvent.objects.exists()


def test_nobody_outside_the_team_sends_one(planx: Intervention) -> None:
    officer = give(make_user(), "coordinator", make_council())
    assert client_of(officer).post(URL, {"file": a_file(ONBOARDING)}).status_code == 403
    assert not Job.objects.exists()


def test_a_second_list_that_leaves_a_council_out_ends_nothing(planx: Intervention) -> None:
    make_council("BBB", name="Beeford")
    client = client_of(make_lead(planx.mission))
    for row in ("AAA,Ayton,2021-12-15,\n", "BBB,Beeford,2022-02-02,\n"):
        address = client.post(URL, {"file": a_file(ONBOARDING + row)}).headers["Location"]
        client.post(address, {"choice": "all"})
    make_event(planx, make_council())
    assert AdoptionEvent.objects.filter(stage="stopped").count() == 0
    assert AdoptionEvent.objects.filter(stage="piloting").count() == 2
