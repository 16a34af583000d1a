"""Suppliers on the map."""

import datetime as dt

import pytest

from missions.maps.measures import MOST_KINDS
from missions.market.map_measure import MOST_SUPPLIERS, supplier
from missions.register.models import Organisation
from tests.making import make_council, make_deployment, make_market_answer, make_mission, make_product, make_supplier

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 3, 1)


def test_each_council_has_its_supplier_or_says_why_not() -> None:
    mission = make_mission("market")
    a, b = (make_product(make_supplier(name=name)) for name in ("A", "B"))
    for code, products in {"ONE": [a], "TWO": [a], "THR": [b], "FOU": [a, b]}.items():
        council = make_council(code)
        for product in products:
            make_deployment(council, product)
    for code, kind in {"FIV": "refused", "SIX": "none", "SEV": "unknown"}.items():
        make_market_answer(make_council(code), kind)
    make_council("EIG")
    councils = list(Organisation.objects.filter(kind="council"))
    found = supplier(mission, councils, DAY)
    codes = {council.pk: council.code for council in councils}
    assert {codes[pk]: (reading.group, reading.text) for pk, reading in found.readings.items()} == {
        "ONE": ("A", "A"),
        "TWO": ("A", "A"),
        "THR": ("B", "B"),
        "FOU": ("several", "A, B"),
        "FIV": ("refused", "Refused to say"),
        "SIX": ("none", "Has no such system"),
    }
    assert [group.key for group in found.groups] == ["A", "B", "several", "refused", "none"]
    assert len({group.look for group in found.groups}) == len({group.mark for group in found.groups}) == 5
    assert found.summary == "The supplier of 4 of 8 councils is known."


def test_small_suppliers_share_a_colour() -> None:
    mission = make_mission("market")
    for number in range(MOST_SUPPLIERS + 3):
        make_deployment(make_council(), make_product(make_supplier(name=f"S{number:02d}")))
    found = supplier(mission, list(Organisation.objects.filter(kind="council")), DAY)
    groups = [reading.group for reading in found.readings.values()]
    assert groups.count("other") == 3
    assert len({group.look for group in found.groups}) == len(found.groups) <= MOST_KINDS
