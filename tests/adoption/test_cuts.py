"""The list of councils by supplier, iteration and whether money paid for a place."""

import datetime as dt

import pytest
from django.urls import reverse

from missions.adoption.models import FundedPlace
from missions.interventions.models import Intervention, Iteration
from missions.register.models import Organisation, Succession
from missions.stewardship.models import Mission
from tests.making import (
    client_of,
    make_council,
    make_deployment,
    make_event,
    make_intervention,
    make_iteration,
    make_mission,
    make_product,
    make_supplier,
)

pytestmark = pytest.mark.django_db
NAMES = {"AAA": "Ayton", "BBB": "Beeford", "CCC": "Cottam"}


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning", service="Planning")


@pytest.fixture
def item(mission: Mission) -> Intervention:
    return make_intervention(mission, slug="standard", name="Standard")


@pytest.fixture
def iteration(mission: Mission, item: Intervention) -> Iteration:
    return make_iteration(mission, slug="round-one", serves=item)


@pytest.fixture
def councils() -> dict[str, Organisation]:
    return {code: make_council(code, name=name) for code, name in NAMES.items()}


def listed(query: str) -> list[str]:
    html = client_of(None).get(f"{reverse('adoption:adoption', args=['planning', 'standard'])}?{query}").content.decode()
    return [name for name in ("Ayton", "Beeford", "Cottam", "Newton") if f">{name}<" in html.split('id="list"')[1]]


def test_by_supplier(item: Intervention, councils: dict[str, Organisation]) -> None:
    make_deployment(councils["AAA"], make_product(make_supplier(name="Alpha Systems")))
    make_deployment(councils["BBB"], make_product(make_supplier(name="Beta Systems")))
    assert listed("supplier=Alpha+Systems") == ["Ayton"]
    assert listed("supplier=Beta+Systems") == ["Beeford"]
    assert listed("supplier=Nobody") == []
    assert listed("") == list(NAMES.values())


def test_by_iteration_targeted_paid_or_credited(
    item: Intervention, iteration: Iteration, councils: dict[str, Organisation], mission: Mission
) -> None:
    iteration.targeted_councils.add(councils["AAA"])
    make_event(item, councils["BBB"], iteration=iteration)
    make_iteration(mission, slug="round-two", serves=item).targeted_councils.add(councils["CCC"])
    assert listed("iteration=round-one") == ["Ayton", "Beeford"]
    assert listed("iteration=round-two") == ["Cottam"]
    assert listed("iteration=none-such") == []


def test_funded_or_not_and_a_successor_stands_for_the_funded(
    item: Intervention, iteration: Iteration, councils: dict[str, Organisation]
) -> None:
    vests_on = dt.date(2026, 4, 1)
    FundedPlace.objects.create(iteration=iteration, organisation=councils["AAA"], funded_on=dt.date(2025, 6, 1))
    assert listed("funded=yes&as_at=2026-03-31") == ["Ayton"]
    assert listed("funded=no&as_at=2026-03-31") == ["Beeford", "Cottam"]
    assert listed("funded=yes&as_at=2025-05-31") == []
    Organisation.objects.filter(code="AAA").update(ends_on=vests_on)
    new = make_council("NEW", name="Newton", starts_on=vests_on)
    Succession.objects.create(predecessor=councils["AAA"], successor=new, vests_on=vests_on)
    assert listed("funded=yes&as_at=2026-04-01") == ["Newton"]


def test_cuts_are_taken_together(item: Intervention, iteration: Iteration, councils: dict[str, Organisation]) -> None:
    for council in councils.values():
        iteration.targeted_councils.add(council)
    FundedPlace.objects.create(iteration=iteration, organisation=councils["AAA"], funded_on=dt.date(2025, 6, 1))
    make_event(item, councils["BBB"])
    assert listed("iteration=round-one&funded=no&stage=live") == ["Beeford"]
