"""Reads published records of adoption: sources of planning data, products that councils run, and the day they were set up."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from missions.adoption.rows import EventRow
from missions.adoption.stages import PUBLISHED_WORDS, Stage
from missions.core import clock
from missions.core.importing import Column, Problem, read_table
from missions.core.reading import Unreadable, day

# Data found by the department stands under its own reference; only these publish for themselves.
PUBLISHERS = ("local-authority:", "national-park-authority:", "development-corporation:")
PRODUCTS = {"planx": "planx", "bops": "bops", "dsn/dpr": "digital-planning-register"}


def moment_day(cell: str) -> dt.date | None:
    """The London day of a moment such as 2021-08-31T16:13:35Z."""
    if "T" not in cell:
        return day(cell)
    try:
        return clock.london_day(dt.datetime.fromisoformat(cell))
    except ValueError:
        raise Unreadable("Type a moment, for example 2021-08-31T16:13:35Z.") from None


SOURCES = (
    Column("collection", required=True),
    Column("organisation", required=True),
    Column("endpoint"),
    Column("entry-date", moment_day),
)
LIVE = (
    Column("start-date", day, required=True),
    Column("organisation", required=True),
    Column("product", required=True),
    Column("adoption-status"),
    Column("documentation-url"),
)
SNAPSHOTS = (
    Column("snapshot", day, required=True),
    Column("organisation", required=True),
    Column("product", required=True),
    Column("adoption-status", required=True),
)
ONBOARDING = (
    Column("local-authority-code", required=True),
    Column("first-configured", day, required=True),
    Column("removed", day),
)


def read_sources(content: bytes, collections: Mapping[str, str]) -> tuple[list[EventRow], list[Problem]]:
    """An organisation is live from the entry date of its own first source that has an endpoint.

    An empty endpoint is a placeholder. A source's end date is a change of source, not an organisation leaving.
    `collections` maps collections to slugs of interventions.
    """
    table = read_table(content, SOURCES)
    first: dict[tuple[str, str], dt.date] = {}
    for row in table.rows:
        slug, organisation, entered = collections.get(row["collection"]), row["organisation"], row["entry-date"]
        if slug and row["endpoint"] and entered and organisation.startswith(PUBLISHERS):
            first[slug, organisation] = min(entered, first.get((slug, organisation), entered))
    events = [
        EventRow(slug, organisation, Stage.LIVE.value, entered, f"source:{organisation}", "endpoint added")
        for (slug, organisation), entered in sorted(first.items())
    ]
    return events, table.problems


def read_products(live: bytes, snapshots: bytes, onboarding: bytes) -> tuple[list[EventRow], list[Problem]]:
    """Three records of the same products become one climb per council: what says less than is known already is left out."""
    tables = read_table(live, LIVE), read_table(snapshots, SNAPSHOTS), read_table(onboarding, ONBOARDING)
    steps: dict[tuple[str, str], list[tuple[dt.date, str, str]]] = defaultdict(list)
    pages = {}
    for row in tables[0].rows:
        if row["product"] in PRODUCTS:
            key = PRODUCTS[row["product"]], row["organisation"]
            steps[key].append((row["start-date"], "live", "adoption"))
            pages[key] = row["documentation-url"]
    for row in tables[1].rows:
        word = row["adoption-status"]
        if row["product"] in PRODUCTS and word in PUBLISHED_WORDS and word != "live":
            steps[PRODUCTS[row["product"]], row["organisation"]].append((row["snapshot"], word, "snapshot"))
    for row in tables[2].rows:
        for code in row["local-authority-code"].split(";"):
            key = "planx", f"local-authority:{code}"
            steps[key].append((row["first-configured"], "first configured", "onboarding"))
            if row["removed"]:
                steps[key].append((row["removed"], "removed", "onboarding"))
    events = [event for key, found in sorted(steps.items()) for event in _climb(key, found, pages.get(key, ""))]
    return events, [problem for table in tables for problem in table.problems]


def _climb(key: tuple[str, str], steps: Iterable[tuple[dt.date, str, str]], page: str) -> list[EventRow]:
    """Events in the order of their days; a step that isn't above the present stage says nothing new."""
    order = list(Stage)
    reached, events = Stage.NOT_STARTED, []
    for happened_on, word, record in sorted(steps):
        stage = PUBLISHED_WORDS[word]
        if stage != Stage.STOPPED and reached != Stage.STOPPED and order.index(stage) <= order.index(reached):
            continue
        reached = stage
        reference = f"{record}:{key[1]}:{word}"
        events.append(EventRow(*key, stage.value, happened_on, reference, word, page if stage == Stage.LIVE else ""))
    return events
