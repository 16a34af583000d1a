"""The real records, read by the importers, against plain counting of the same files."""

from collections import defaultdict

from missions.adoption.importers import read_products, read_sources
from tests.shared import DATA, lines, needs_records

pytestmark = needs_records
COLLECTIONS = ("article-4-direction", "conservation-area", "tree-preservation-order", "listed-building", "brownfield-land")


def content(name: str) -> bytes:
    return (DATA / "04_adoption" / f"{name}.csv").read_bytes()


def test_who_publishes_each_data_set_and_since_when() -> None:
    rows, problems = read_sources(content("planning_data_sources"), {name: name for name in COLLECTIONS})
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines("04_adoption/planning_data_sources.csv"):
        is_own = not line["organisation"].startswith("government-organisation:") and line["organisation"]
        if is_own and line["endpoint"] and line["collection"] in COLLECTIONS and line["entry-date"]:
            wanted[line["collection"], line["organisation"]].append(line["entry-date"][:10])
    found = {(row.intervention, row.organisation) for row in rows}
    # An entry between 23:00 and midnight in summer is the next day in London, so days may differ by one.
    days = {(row.intervention, row.organisation): row.happened_on.isoformat() for row in rows}
    assert problems == []
    assert found == {
        key for key in wanted if key[1].split(":")[0] in {"local-authority", "national-park-authority", "development-corporation"}
    }
    assert sum(days[key] != min(wanted[key]) for key in found) <= len(found) // 100


def test_braintree_withdrew_from_planx() -> None:
    rows, problems = read_products(
        content("product_adoption"), content("product_adoption_snapshots"), content("planx_onboarding")
    )
    removed = [line for line in lines("04_adoption/planx_onboarding.csv") if line["removed"]]
    stopped = {
        (row.organisation.removeprefix("local-authority:"), row.happened_on.isoformat()) for row in rows if row.stage == "stopped"
    }
    assert problems == []
    assert stopped == {(code, line["removed"]) for line in removed for code in line["local-authority-code"].split(";")}
    assert "BRA" in {code for code, _ in stopped}


def test_every_council_that_is_published_as_live_is_live() -> None:
    rows, _ = read_products(content("product_adoption"), content("product_adoption_snapshots"), content("planx_onboarding"))
    products = {"planx": "planx", "bops": "bops", "dsn/dpr": "digital-planning-register"}
    live = {(row.intervention, row.organisation) for row in rows if row.stage == "live"}
    published = {(products[line["product"]], line["organisation"]) for line in lines("04_adoption/product_adoption.csv")}
    assert published <= live
    assert len(published) == 22
