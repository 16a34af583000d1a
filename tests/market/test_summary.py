"""The figures of a market: small ones by hand, the real ones by plain counting of the published list."""

import datetime as dt
import json
from collections import Counter, defaultdict
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from missions.market.models import Deployment, MarketAnswer, Product
from missions.market.summary import band_of, summarise
from missions.register.models import Nation
from missions.stewardship.models import EligibleType, Mission
from tests.making import make_council, make_deployment, make_market_answer, make_mission, make_product, make_supplier
from tests.shared import DATA, lines, needs_records

DAY = dt.date(2025, 2, 20)
TYPES = {"NMD", "UA", "MD", "LBO", "CC"}


def printed(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("market_summary", *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.django_db
def test_each_figure_of_a_small_market() -> None:
    make_mission("market")
    a, b = make_product(make_supplier(name="A")), make_product(make_supplier(name="B"))
    for code in ("ONE", "TWO"):
        make_deployment(make_council(code, population=300), a)
    both = make_council("THR", population=400)
    make_deployment(both, a)
    make_deployment(both, b)
    make_market_answer(make_council("FOU"), "unknown")
    make_market_answer(make_council("FIV"), "refused")
    make_market_answer(make_council("SIX"), "none")
    make_council("SEV")
    found = printed("market", "--as-at", "2025-02-20")
    assert (found["mission"], found["as_at"]) == ("market", "2025-02-20")
    assert found["councils"] == {
        "exist": 7,
        "known": 3,
        "unknown": 3,
        "none": 1,
        "refused": 1,
        "nothing_recorded": 1,
        "partly_known": 0,
    }
    assert found["suppliers"] == [
        {"name": "A", "councils": 3, "share_of_known": 100.0, "share_of_known_population": 100.0},
        {"name": "B", "councils": 1, "share_of_known": 33.33, "share_of_known_population": 40.0},
    ]
    # Places: A 3, B 1. (75² + 25²) = 6,250. Three unknown: A 6 and B 1 of 7, or 3, 1, 1, 1, 1 of 7.
    assert (found["hhi"], found["top1"], found["top4"]) == (6250.0, 100.0, 100.0)
    assert found["hhi_bounds"] == [round(10_000 * 13 / 49, 2), round(10_000 * 37 / 49, 2)]
    assert found["several_systems"] == ["THR"]


@pytest.mark.django_db
def test_nation_narrows_and_only_eligible_councils_count() -> None:
    mission = make_mission("market")
    EligibleType.objects.create(mission=mission, nation=Nation.WALES, council_type="welsh")
    product = make_product(make_supplier(name="A"))
    make_deployment(make_council("ENG"), product)
    make_deployment(make_council("WAL", nation="Wales", council_type="welsh"), product)
    make_deployment(make_council("CTY", council_type="county"), product)
    assert printed("market", "--as-at", "2025-02-20")["councils"]["exist"] == 2
    assert printed("market", "--as-at", "2025-02-20", "--nation", "Wales")["councils"]["exist"] == 1


@pytest.mark.django_db
def test_nothing_known_prints_nothing_and_not_zero() -> None:
    make_mission("market")
    make_council("AYT")
    found = printed("market", "--as-at", "2025-02-20")
    assert (found["hhi"], found["top1"], found["suppliers"]) == (None, None, [])
    assert found["councils"]["unknown"] == 1


@pytest.mark.django_db
def test_a_population_that_is_not_in_the_register_is_left_out_and_said() -> None:
    mission = make_mission("market")
    product = make_product(make_supplier(name="A"))
    make_deployment(make_council("ONE", population=None), product)
    make_deployment(make_council("TWO", population=100), make_product(make_supplier(name="B")))
    found = summarise(mission, as_at=DAY)
    assert {item.name: item.population_share for item in found.shares} == {"A": 0.0, "B": 100.0}
    assert found.without_population == 1


@pytest.mark.django_db
def test_a_mission_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("market_summary", "nowhere")


@pytest.mark.parametrize(("hhi", "starts"), [(999.9, "Below"), (1000, "1,000 to"), (1999.9, "1,000 to"), (2000, "2,000 and")])
def test_bands_of_the_screening_convention(hhi: float, starts: str) -> None:
    assert band_of(hhi).startswith(starts)


def exists_on(line: dict[str, str], day: str) -> bool:
    return (not line["start-date"] or line["start-date"] <= day) and (not line["end-date"] or line["end-date"] > day)


def eligible() -> set[str]:
    """Codes of the councils in England that the mission is for and that existed on the day, by plain counting."""
    return {
        line["local-authority-code"]
        for line in lines("01_register/local_authorities.csv")
        if line["nation"] == "England" and line["local-authority-type"] in TYPES and exists_on(line, DAY.isoformat())
    }


# Portals that still stand side by side after a merger, and councils that the list leaves out, as the note beside the list tells them.
SIDE_BY_SIDE = {
    "Somerset": 5,
    "North Yorkshire": 7,
    "Cumberland": 3,
    "North Northamptonshire": 4,
    "Bournemouth, Christchurch and Poole": 3,
    "Buckinghamshire": 3,
    "Westmorland and Furness": 2,
}
LEFT_OUT = {
    "Bolton", "Breckland", "Bury", "Canterbury", "Chorley", "Dacorum", "Dartford", "Elmbridge", "Epsom and Ewell", "Liverpool", "Norwich"
}  # fmt: skip


def each_trap_of_the_note_is_heeded(mission: Mission) -> None:
    """What the note beside the list warns of."""
    picture = summarise(mission, as_at=DAY).picture
    by_name = {place.council.name: place for place in picture.places}
    assert {name: by_name[name].system_count for name in SIDE_BY_SIDE} == SIDE_BY_SIDE
    assert all(by_name[name].has_several for name in SIDE_BY_SIDE)
    left_out = {place.council.name for place in picture.by_state["nothing"]}
    assert left_out >= LEFT_OUT
    assert left_out.isdisjoint(place.council.name for place in picture.by_state["none"])
    # A written reader is an unknown supplier: “Custom” is nobody’s product.
    assert not Product.objects.filter(name__iexact="custom").exists()
    assert dict(MarketAnswer.objects.values_list("kind").annotate(found=Count("pk"))).keys() == {"unknown", "none"}
    portals = set(Product.objects.filter(supplier__isnull=True).values_list("name", flat=True))
    assert portals <= {"SmartAdmin", "NIPP"}
    assert "SmartAdmin" in portals
    assert set(Product.objects.filter(name="Northgate").values_list("supplier__name", flat=True)) == {"NEC"}
    # It counts portals, not contracts.
    facts = (
        Deployment.objects.order_by().values_list("contract_ends_on", "contract_value", "annual_cost", "cost_answer").distinct()
    )
    assert list(facts) == [(None, None, None, "unknown")]
    assert not Deployment.objects.filter(council__code="GLA").exists()
    assert not MarketAnswer.objects.filter(council__code="GLA").exists()


@needs_records
@pytest.mark.django_db
def test_the_published_list_counted_by_hand() -> None:
    register, folder = DATA / "01_register", DATA / "02_market"
    call_command(
        "import_register",
        str(register / "local_authorities.csv"),
        links=register / "reorganisation_links_2019_2021.csv",
        crosswalk=register / "code_crosswalk.csv",
        stdout=StringIO(),
    )
    mission = make_mission("digital-planning")
    for kind in ("unitary", "metropolitan", "london-borough", "city-corporation"):
        EligibleType.objects.create(mission=mission, nation="England", council_type=kind)
    out = StringIO()
    call_command(
        "import_deployments",
        str(folder / "planning_systems_2025.csv"),
        service="planning",
        json=True,
        stdout=out,
        stderr=StringIO(),
    )
    first = json.loads(out.getvalue())

    councils = eligible()
    systems: dict[str, set[str]] = defaultdict(set)
    answers: dict[str, set[str]] = defaultdict(set)
    rows = Counter[str]()
    published = lines("02_market/planning_systems_2025.csv")
    for line in published:
        for code in set(line["local-authority-code"].split(";")) & councils:
            rows[code] += 1
            (answers if line["system"] in {"Custom", "-"} else systems)[code].add(line["system"])
    names = {
        "Idox": "Idox",
        "Agile": "Agile Applications",
        "Arcus": "Arcus Global",
        "Northgate": "NEC",
        "SmartAdmin": "SmartAdmin (supplier not known)",
    }
    expected = Counter(names[system] for found in systems.values() for system in found)
    known = len(systems)
    only_answers = {code: found for code, found in answers.items() if code not in systems}
    without = sum(found == {"-"} for found in only_answers.values())

    found = printed("digital-planning", "--as-at", "2025-02-20", "--nation", "England")
    assert first["total"] == len(published) == 376
    assert len(first["refused"]) == sum(
        not line["local-authority-code"] or line["local-authority-code"] == "GLA" for line in published
    )
    assert {item["name"]: item["councils"] for item in found["suppliers"]} == dict(expected)
    assert found["councils"]["exist"] == len(councils) == 296
    assert (found["councils"]["known"], found["councils"]["none"]) == (known, without)
    assert found["councils"]["unknown"] == 296 - known - without
    assert found["councils"]["nothing_recorded"] == len(councils - set(rows)) == 29
    assert found["several_systems"] == sorted(code for code, count in rows.items() if count > 1)
    places = sum(expected.values())
    assert found["hhi"] == pytest.approx(sum((100 * count / places) ** 2 for count in expected.values()), abs=0.01)
    assert found["top1"] == pytest.approx(100 * expected["Idox"] / known, abs=0.01)
    low, high = found["hhi_bounds"]
    assert 0 < low < found["hhi"] < high < 10_000

    share = {item["name"]: item["share_of_known"] for item in found["suppliers"]}
    assert share == {name: pytest.approx(100 * count / known, abs=0.01) for name, count in expected.items()}
    four = {name for name, _ in expected.most_common(4)}
    served = sum(bool(four & {names[system] for system in of_one}) for of_one in systems.values())
    assert found["top4"] == pytest.approx(100 * served / known, abs=0.01)
    each_trap_of_the_note_is_heeded(mission)

    again = StringIO()
    call_command(
        "import_deployments",
        str(folder / "planning_systems_2025.csv"),
        service="planning",
        json=True,
        stdout=again,
        stderr=StringIO(),
    )
    second = json.loads(again.getvalue())
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, first["created"])
    assert second["refused"] == first["refused"]

    contracts = StringIO()
    call_command(
        "import_deployments",
        str(folder / "contract_facts_partial.csv"),
        service="planning",
        contracts=True,
        json=True,
        stdout=contracts,
        stderr=StringIO(),
    )
    facts = json.loads(contracts.getvalue())
    assert (facts["updated"], facts["total"]) == (1, 8)
    assert {item["code"] for item in facts["refused"]} == {"KHL", "BRM;RED", "", "HAA", "BFS"}
