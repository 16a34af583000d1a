"""The pages that look ahead."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from missions.market.picture import picture
from missions.market.windows import windows
from tests import making
from tests.queries import queries_of

DAY = dt.date(2026, 11, 25)


@pytest.mark.django_db
def test_each_contract_stands_in_the_quarter_of_its_last_day() -> None:
    mission, product = making.make_mission(), making.make_product(making.make_supplier(name="Arcus"))
    # The day after the last: so these end on 31 December 2026, 31 March 2027, 24 November 2026, 30 September 2029, 1 October 2029.
    ends = [(2027, 1, 1), (2027, 4, 1), (2026, 11, 25), (2029, 10, 1), (2029, 10, 2)]
    for parts in ends:
        making.make_deployment(making.make_council(), product, contract_ends_on=dt.date(*parts))
    making.make_deployment(making.make_council(), product)
    making.make_council()
    found = windows(picture(mission, as_at=DAY))
    assert [(window.label, window.councils) for window in found.quarters if window.councils] == [
        ("October to December 2026", 1), ("January to March 2027", 1), ("July to September 2029", 1)
    ]  # fmt: skip
    assert len(found.quarters) == 12
    rest = found.later.councils, found.ended.councils, found.not_known.councils, found.without_system
    assert rest == (1, 1, 1, 1)
    assert (found.in_reach, found.exist) == (3, 7)


@pytest.mark.django_db
def test_the_sentence_names_its_whole_and_what_is_not_known(client: Client) -> None:
    mission = making.make_mission()
    arcus, agile = (making.make_product(making.make_supplier(name=name), f"{name} One") for name in ("Arcus", "Agile"))
    for product in (arcus, arcus, agile):
        making.make_deployment(making.make_council(), product)
    making.make_council()
    url = reverse("market:leverage", args=[mission.slug])
    page = client.get(f"{url}?most=1&weight=councils").content.decode()
    assert "Fund this one and 50% of councils are reached: 2 of 4" in page
    assert "supplier of 3 of 4 councils is known" in page
    ready = client.get(f"{url}?most=1&weight=councils&ready=Arcus+One").content.decode()
    assert "75% of councils are reached: 3 of 4" in ready
    wrong = client.get(f"{url}?most=99&weight=councils").content.decode()
    assert "Enter a whole number from 1 to 8." in wrong


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["windows", "leverage"])
def test_more_councils_take_no_more_queries(client: Client, name: str) -> None:
    mission = making.make_mission()
    url = reverse(f"market:{name}", args=[mission.slug])
    product = making.make_product(making.make_supplier())
    counts = []
    for many in (1, 20):
        for _ in range(many):
            making.make_deployment(making.make_council(), product, contract_ends_on=dt.date(2027, 4, 1))
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1] <= 12
