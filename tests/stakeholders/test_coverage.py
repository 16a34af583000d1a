"""Coverage against plain counting: by type, region, size and supplier, with those whose supplier nobody knows in a row of their own."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.test import Client

from missions.register.models import Organisation
from missions.stakeholders.actions import move_stake
from missions.stakeholders.coverage import UNKNOWN_SUPPLIER, coverage
from missions.stewardship.access import stand
from missions.stewardship.models import Mission
from tests.making import (
    client_of,
    make_council,
    make_deployment,
    make_lead,
    make_mission,
    make_product,
    make_round,
    make_stake,
    make_supplier,
)

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 9, 1)
# code, region, population, supplier, takes part
COUNCILS = [
    ("AAA", "London", 90_000, "Acme", True),
    ("BBB", "London", 120_000, "Acme", False),
    ("CCC", "South East", 300_000, "", False),
    ("DDD", "South East", 500_000, "", True),
    ("EEE", "South East", None, "Bolt", False),
]


@pytest.fixture
def mission() -> Mission:
    return make_mission("planning")


@pytest.fixture
def councils(mission: Mission) -> dict[str, Organisation]:
    lead = make_lead(mission)
    products = {name: make_product(make_supplier(name=name), name) for name in ("Acme", "Bolt")}
    found = {}
    for code, region, population, supplier, takes_part in COUNCILS:
        council = found[code] = make_council(code, name=f"Town {code}", region=region, population=population)
        if supplier:
            make_deployment(council, products[supplier])
        if takes_part:
            stake = make_stake(mission, council)
            move_stake(by=lead, standing=stand(lead, "planning", on=ON), stake=stake, engagement="taking-part", since=ON)
    return found


def counted(dimension: str, mission: Mission) -> dict[str, tuple[int, int]]:
    rows = next(item for item in coverage(mission, as_at=ON).dimensions if item.key == dimension).rows
    return {row.label: (row.exist, row.take_part) for row in rows}


def by_hand(column: int, nothing: str = "") -> dict[str, tuple[int, int]]:
    exist = Counter(str(line[column] or nothing) for line in COUNCILS)
    there = Counter(str(line[column] or nothing) for line in COUNCILS if line[4])
    return {key: (exist[key], there[key]) for key in exist}


def test_regions_and_suppliers_are_counted(mission: Mission, councils: dict[str, Organisation]) -> None:
    assert counted("region", mission) == by_hand(1)
    assert counted("supplier", mission) == by_hand(3, UNKNOWN_SUPPLIER)


def test_people_are_counted_without_councils_of_unknown_size(mission: Mission, councils: dict[str, Organisation]) -> None:
    whole = coverage(mission, as_at=ON).whole
    assert (whole.exist, whole.take_part, whole.missing) == (5, 2, 3)
    assert whole.people == sum(line[2] or 0 for line in COUNCILS)
    assert whole.people_represented == sum(line[2] or 0 for line in COUNCILS if line[4])
    assert whole.without_population == 1


def test_those_with_most_people_are_missed_first(mission: Mission, councils: dict[str, Organisation]) -> None:
    assert [item.council.code for item in coverage(mission, as_at=ON).missing()] == ["CCC", "BBB", "EEE"]
    assert [item.council.code for item in coverage(mission, as_at=ON).missing("supplier", UNKNOWN_SUPPLIER)] == ["CCC"]


def test_who_is_missing_is_invited_into_a_round_from_there(mission: Mission, councils: dict[str, Organisation]) -> None:
    round_ = make_round(mission, status="open")
    lead: Client = client_of(make_lead(mission))
    html = lead.get("/missions/planning/stakeholders/coverage/missing/").content.decode()
    assert 'value="BBB"' in html
    assert "Invite them to" in html
    address = html.split('formaction="')[1].split('"')[0]
    assert round_.slug in address
    invite = lead.get(f"{address}?councils=BBB&councils=CCC")
    assert invite.status_code == 200
    assert all(re.search(rf", (Town )?{code}\b", invite.content.decode()) for code in ("BBB", "CCC"))
