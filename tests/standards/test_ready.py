"""Products that passed, and the councils that are ready because they run one: on the pages, as at any day."""

import datetime as dt

import pytest

from missions.adoption.summary import summarise
from missions.core import clock
from missions.interventions.models import Intervention
from missions.market.models import Product
from missions.people.models import User
from missions.register.models import Succession
from missions.standards.conformance import conforming_products, ready
from missions.standards.models import StandardVersion
from tests import making
from tests.standards.published import HELD_SINCE, make_test, make_version

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
DAY = dt.timedelta(days=1)


@pytest.fixture
def item() -> Intervention:
    return making.make_intervention(making.make_mission(), slug="trees", name="Tree data")


@pytest.fixture
def lead(item: Intervention) -> User:
    return making.make_lead(item.mission)


@pytest.fixture
def version(item: Intervention, lead: User) -> StandardVersion:
    return make_version(item, lead, number="2.0")


@pytest.fixture
def product() -> Product:
    return making.make_product(making.make_supplier(name="Oak Software"), "Acorn")


def ready_names(item: Intervention, day: dt.date = TODAY) -> dict[str, str]:
    from missions.register.models import Organisation

    found = ready(summarise(item, as_at=day))
    return {Organisation.objects.get(pk=pk).name: names for pk, names in found.items()}


def test_councils_that_run_it_and_have_not_adopted_are_ready(
    item: Intervention, lead: User, version: StandardVersion, product: Product
) -> None:
    ayton, beeton, ceeton = (making.make_council(name=name) for name in ("Ayton", "Beeton", "Ceeton"))
    for council in (ayton, beeton):
        making.make_deployment(council, product)
    making.make_deployment(ceeton, making.make_product(making.make_supplier(), "Other"))
    assert ready_names(item) == {}
    make_test(version, lead, product=product, verdict="failed", mistakes=1)
    assert ready_names(item) == {}
    make_test(version, lead, product=product, happened_on=TODAY)
    assert ready_names(item) == {"Ayton": "Acorn", "Beeton": "Acorn"}
    making.make_event(item, beeton, "live")
    making.make_event(item, ayton, "piloting")
    assert ready_names(item) == {"Ayton": "Acorn"}
    make_test(version, lead, product=product, verdict="failed", mistakes=1)
    assert ready_names(item) == {"Ayton": "Acorn"}, "A later fail takes nothing away."
    assert ready_names(item, TODAY - DAY) == {}, "It hadn't passed then."


def test_ready_follows_the_system_and_the_version_that_held_that_day(item: Intervention, lead: User, product: Product) -> None:
    old = make_version(item, lead, number="1.0", ends_on=TODAY)
    make_version(item, lead, number="2.0", starts_on=TODAY)
    making.make_deployment(making.make_council(name="Ayton"), product, ends_on=TODAY - 5 * DAY)
    making.make_deployment(making.make_council(name="Beeton"), product)
    make_test(old, lead, product=product, happened_on=HELD_SINCE)
    assert ready_names(item, TODAY - 6 * DAY) == {"Ayton": "Acorn", "Beeton": "Acorn"}
    assert ready_names(item, TODAY - DAY) == {"Beeton": "Acorn"}
    assert ready_names(item, TODAY) == {}, "The version that it passed holds no more."
    assert [(found.numbers, found.is_current) for found in conforming_products(item, day=TODAY)] == [(["1.0"], False)]


def test_a_successor_is_ready_where_all_that_it_followed_were(
    item: Intervention, lead: User, version: StandardVersion, product: Product
) -> None:
    vests_on = dt.date(2026, 4, 1)
    before = [making.make_council(ends_on=vests_on) for _ in range(3)]
    whole, part = (making.make_council(name=name, starts_on=vests_on) for name in ("Whole", "Part"))
    for council, successor in ((before[0], whole), (before[1], part), (before[2], part)):
        Succession.objects.create(predecessor=council, successor=successor, vests_on=vests_on, status="taken-effect")
    for council in before[:2]:
        making.make_deployment(council, product)
    make_test(version, lead, product=product)
    assert ready_names(item) == {"Whole": "Acorn"}


def test_the_pages_show_who_conforms_and_who_is_ready(
    item: Intervention, lead: User, version: StandardVersion, product: Product
) -> None:
    council = making.make_council("AYT", name="Ayton")
    making.make_deployment(council, product)
    day = clock.today()
    make_test(version, lead, product=product, happened_on=day)
    client, mission = making.client_of(None), item.mission.slug
    pages = {
        "standard": f"/missions/{mission}/standards/trees/",
        "product": f"/missions/{mission}/standards/products/acorn/",
        "adoption": f"/missions/{mission}/interventions/trees/adoption/",
        "council": "/register/AYT/",
    }
    shown = {name: " ".join(client.get(url).content.decode().split()) for name, url in pages.items()}
    assert "1</strong> council is ready" in shown["standard"]
    assert "Acorn" in shown["standard"]
    assert "Oak Software" in shown["standard"]
    assert "Tree data" in shown["product"]
    assert "Ayton" in shown["product"]
    assert "1 council is marked “ready”" in shown["adoption"]
    assert "runs Acorn" in shown["adoption"]
    assert "Ready</strong> for what follows" in shown["council"]
    making.make_event(item, council, "live", happened_on=day)
    after = {name: client.get(url).content.decode() for name, url in pages.items()}
    assert "</strong> council is ready" not in after["standard"]
    assert "marked “ready”" not in after["adoption"]
    assert "for what follows" not in after["council"]
