"""Councils are chosen for an iteration by filter, looked at, and saved as ticked."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from missions.interventions.models import Intervention, Iteration
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.models import EligibleType, Mission
from tests.making import (
    client_of,
    make_council,
    make_deployment,
    make_event,
    make_intervention,
    make_iteration,
    make_lead,
    make_mission,
    make_product,
    make_supplier,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Mission:
    made = make_mission("planning")
    EligibleType.objects.create(mission=made, nation="England", council_type="unitary")
    return made


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard", name="Standard")


@pytest.fixture
def iteration(mission: Mission, item: Intervention) -> Iteration:
    return make_iteration(mission, slug="help", name="Help desk", serves=item, status="planned", ends_on=dt.date(2030, 1, 1))


@pytest.fixture
def councils(item: Intervention) -> dict[str, Organisation]:
    found = {
        "A": make_council("A", name="Ayton", region="London"),
        "B": make_council("B", name="Beeford", region="London", council_type="unitary"),
        "C": make_council("C", name="Cottam", region="North East"),
    }
    make_event(item, found["C"], "aware")
    make_deployment(found["B"], make_product(make_supplier(name="Alpha Systems")))
    return found


@pytest.fixture
def client(mission: Mission) -> Client:
    lead: User = make_lead(mission)
    return client_of(lead)


def address(query: Mapping[str, Any] | None = None) -> str:
    url = reverse("adoption:aim", args=["planning", "help"])
    return url if query is None else f"{url}?{urlencode({'show': 'yes', **query}, doseq=True)}"


def shown(page: str) -> list[str]:
    return [name for name in ("Ayton", "Beeford", "Cottam") if f">{name}</label>" in page]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Ayton", "Beeford", "Cottam"]),
        ({"types": "unitary"}, ["Beeford"]),
        ({"types": ["unitary", "district"], "regions": "London"}, ["Ayton", "Beeford"]),
        ({"regions": "North East"}, ["Cottam"]),
        ({"supplier": "Alpha Systems"}, ["Beeford"]),
        ({"intervention": "standard", "stages": "aware"}, ["Cottam"]),
        ({"stages": "not-started", "regions": "London", "types": "district"}, ["Ayton"]),
        ({"stages": "live"}, []),
    ],
)
def test_councils_are_found_by_what_they_are_like(
    client: Client, iteration: Iteration, councils: dict[str, Organisation], query: dict[str, Any], names: list[str]
) -> None:
    page = client.get(address(query)).content.decode()
    assert shown(page) == names
    assert f"<strong>{len(names)}</strong> council{'' if len(names) == 1 else 's'}" in page
    assert not iteration.targeted_councils.exists()


def test_what_is_ticked_is_saved_with_how_it_was_picked(
    client: Client, iteration: Iteration, councils: dict[str, Organisation]
) -> None:
    client.post(address({"regions": "London"}), {"councils": [councils["A"].pk]})
    iteration.refresh_from_db()
    assert list(iteration.targeted_councils.all()) == [councils["A"]]
    assert iteration.targeted_by == "region: London, less 1 left out by hand"
    client.post(address({"stages": "aware"}), {"councils": [councils["C"].pk], "keep": "on"})
    iteration.refresh_from_db()
    assert {council.code for council in iteration.targeted_councils.all()} == {"A", "C"}
    assert iteration.targeted_by.endswith("; and stage with Standard: aware")
    client.post(address({"types": "unitary"}), {"councils": [councils["B"].pk]})
    assert [council.code for council in iteration.targeted_councils.all()] == ["B"]


def test_without_a_search_those_chosen_are_shown_and_can_be_left_out(
    client: Client, iteration: Iteration, councils: dict[str, Organisation]
) -> None:
    iteration.targeted_councils.add(councils["A"], councils["B"])
    assert shown(client.get(address()).content.decode()) == ["Ayton", "Beeford"]
    client.post(address(), {"councils": [councils["B"].pk]})
    assert list(iteration.targeted_councils.all()) == [councils["B"]]


@pytest.mark.parametrize("wrong", ["999999", "x", "<b>", "9" * 400])
def test_a_council_that_was_not_shown_is_refused(
    client: Client, iteration: Iteration, councils: dict[str, Organisation], wrong: str
) -> None:
    page = client.post(address({"regions": "London"}), {"councils": [councils["A"].pk, wrong]})
    assert "Choose the councils again" in page.content.decode() or page.status_code == 200
    assert not iteration.targeted_councils.exists()


def test_a_council_in_another_iteration_of_it_is_marked_before_it_is_chosen(
    client: Client, iteration: Iteration, mission: Mission, item: Intervention, councils: dict[str, Organisation]
) -> None:
    make_iteration(mission, name="Round two", serves=item).targeted_councils.add(councils["A"])
    page = client.get(address({})).content.decode()
    assert "1 of them is in another iteration of the same intervention at the same time" in page
    assert page.count(">Round two</a>") == 1


def test_one_that_serves_nothing_says_so(client: Client, mission: Mission) -> None:
    make_iteration(mission, slug="help", status="planned")
    answer = client.get(address())
    assert answer.status_code == 409
    assert "which intervention it serves" in answer.content.decode()


def test_queries_stay_the_same(
    client: Client, iteration: Iteration, mission: Mission, item: Intervention, councils: dict[str, Organisation]
) -> None:
    make_iteration(mission, serves=item).targeted_councils.add(councils["A"])
    one = queries_of(client, address({"supplier": "Alpha Systems"}))
    for _ in range(20):
        make_event(item, make_council(), "aware")
        make_iteration(mission, serves=item).targeted_councils.add(councils["B"])
    assert queries_of(client, address({"supplier": "Alpha Systems"})) == one <= 12
