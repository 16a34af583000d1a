"""Reads published records of adoption: sources of planning data, products that councils run, and the day they were set up."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from missions.adoption.climbing import Step, adds_nothing
from missions.adoption.rows import EventRow, Published
from missions.adoption.stages import PUBLISHED_WORDS, Stage
from missions.core import clock
from missions.core.importing import Column, NotATable, Problem, Row, read_table
from missions.core.reading import Unreadable, day

# Data found by the department stands under its own reference; only these publish for themselves.
PUBLISHERS = ("local-authority:", "national-park-authority:", "development-corporation:")
COUNCILS = ("local-authority:",)
PRODUCTS = {"planx": "planx", "bops": "bops", "dsn/dpr": "digital-planning-register"}


def moment_day(cell: str) -> dt.date | None:
    """The London day of a moment such as 2021-08-31T16:13:35Z."""
    if "T" not in cell:
        return day(cell)
    try:
        return clock.london_day(dt.datetime.fromisoformat(cell))
    except ValueError:
        raise Unreadable("Type a moment, for example 2021-08-31T16:13:35Z.") from None


def published_word(cell: str) -> str:
    """A status in the publisher's words, of which we know the stage."""
    word = cell.strip().lower()
    if word and word not in PUBLISHED_WORDS:
        known = ", ".join(sorted(PUBLISHED_WORDS))
        raise Unreadable(f"We don’t know to which stage this belongs. The words that we know are: {known}.")
    return word


SOURCES = (
    Column("collection", required=True),
    Column("organisation", required=True),
    Column("endpoint"),
    Column("entry-date", moment_day),
    Column("pipelines", optional_header=True),
)
LIVE = (
    Column("start-date", day, required=True),
    Column("organisation", required=True),
    Column("product", required=True),
    Column("adoption-status", published_word),
    Column("documentation-url"),
)
SNAPSHOTS = (
    Column("snapshot", day, required=True),
    Column("organisation", required=True),
    Column("product", required=True),
    Column("adoption-status", published_word, required=True),
    Column("start-date", day, optional_header=True),
)
ONBOARDING = (
    Column("local-authority-code", required=True),
    Column("first-configured", day, required=True),
    Column("removed", day),
)
# Whom a line is about, be it readable or not.
NAMED = (Column("organisation", optional_header=True), Column("local-authority-code", optional_header=True))


@dataclass(frozen=True)
class Told:
    """One thing that a published table says of one council and one product."""

    day: dt.date
    word: str
    record: str
    line: int = 0
    page: str = ""


Steps = dict[tuple[str, str], list[Told]]


def read_sources(
    content: bytes, collections: Mapping[str, str], *, publishers: tuple[str, ...] = PUBLISHERS
) -> tuple[list[EventRow], list[Problem]]:
    """An organisation is live from the entry date of its own first source that has an endpoint.

    An empty endpoint is a placeholder. A source's end date is a change of source, not an organisation leaving.
    `collections` maps collections to slugs of interventions.
    """
    table = read_table(content, SOURCES)
    found = _first_sources(table.rows, lambda row: collections.get(row["collection"], ""), publishers)
    return found.rows, table.problems


def read_products(live: bytes, snapshots: bytes, onboarding: bytes) -> tuple[list[EventRow], list[Problem]]:
    """Three records of the same products become one climb per council: what says less than is known already is left out.

    The list of live councils knows the day better than a snapshot that saw them live, so that word of a snapshot isn't used here.
    """
    tables = read_table(live, LIVE), read_table(snapshots, SNAPSHOTS), read_table(onboarding, ONBOARDING)
    steps: Steps = defaultdict(list)
    for table, tell in zip(tables, (_live, _snapshot, _onboarded), strict=True):
        for row in table.rows:
            if tell is not _snapshot or row["adoption-status"] != "live":
                tell(steps, row, PRODUCTS)
    return _climbs(steps).rows, [problem for table in tables for problem in table.problems]


def read_published(content: bytes, *, slug: str, dataset: str = "") -> Published:
    """Any of the four layouts, told apart by its headings, about one intervention.

    `dataset` names the data set or product of the file that the intervention stands for; where the file holds several and none is
    named, the one that goes by the intervention's slug. Raises `NotATable` where that can't be told.
    """
    layout, rows, problems = _layout_of(content)
    if layout is SOURCES:
        found = _first_sources(rows, _chosen_source(rows, slug, dataset), COUNCILS)
    else:
        steps: Steps = defaultdict(list)
        tell = {LIVE: _live, SNAPSHOTS: _snapshot, ONBOARDING: _onboarded}[layout]
        products = {"planx": slug} if layout is ONBOARDING else {_chosen_product(rows, slug, dataset): slug}
        for row in rows:
            tell(steps, row, products)
        found = _climbs(steps)
    named = {row.line: row["organisation"] or row["local-authority-code"] for row in read_table(content, NAMED).rows}
    return Published(found.rows, problems, found.lines, named)


def _layout_of(content: bytes) -> tuple[tuple[Column, ...], list[Row], list[Problem]]:
    refused: list[NotATable] = []
    for layout in (SOURCES, SNAPSHOTS, LIVE, ONBOARDING):
        try:
            table = read_table(content, layout)
        except NotATable as error:
            refused.append(error)
        else:
            return layout, table.rows, table.problems
    raise min(refused, key=lambda error: len(error.missing))


def _chosen_source(rows: Sequence[Row], slug: str, dataset: str) -> Callable[[Row], str]:
    """The slug for rows of the wanted data set, “” for others. A collection goes before a single data set of that name."""
    collections = {row["collection"] for row in rows}
    wanted = dataset or _named(collections, slug, "data sets")
    if wanted in collections:
        return lambda row: slug if row["collection"] == wanted else ""
    if not any(wanted in row["pipelines"].split(";") for row in rows):
        raise NotATable(f"The file holds no data set “{wanted}”. It holds: {', '.join(sorted(collections))}.")
    return lambda row: slug if wanted in row["pipelines"].split(";") else ""


def _chosen_product(rows: Sequence[Row], slug: str, dataset: str) -> str:
    products = {row["product"] for row in rows}
    names = {PRODUCTS.get(product, product): product for product in products}
    wanted = dataset or names.get(slug) or _named(products, slug, "products")
    if wanted not in products:
        raise NotATable(f"The file holds no product “{wanted}”. It holds: {', '.join(sorted(products))}.")
    return wanted


def _named(there: Collection[str], slug: str, what: str) -> str:
    if slug in there:
        return slug
    if len(there) == 1:
        return next(iter(there))
    raise NotATable(f"The file holds several {what}: {', '.join(sorted(there))}. Say which of them this is about.")


def _first_sources(rows: Iterable[Row], slug_of: Callable[[Row], str], publishers: tuple[str, ...]) -> Published:
    first: dict[tuple[str, str], tuple[dt.date, int]] = {}
    for row in rows:
        key, entered = (slug_of(row), row["organisation"]), row["entry-date"]
        if key[0] and row["endpoint"] and entered and key[1].startswith(publishers):
            first[key] = min((entered, row.line), first.get(key, (entered, row.line)))
    found = Published()
    for (slug, organisation), (entered, line) in sorted(first.items()):
        reference = f"source:{organisation}"
        found.rows.append(EventRow(slug, organisation, Stage.LIVE.value, entered, reference, "endpoint added"))
        found.lines[reference] = line
    return found


def _live(steps: Steps, row: Row, products: Mapping[str, str]) -> None:
    if row["product"] in products:
        told = Told(row["start-date"], row["adoption-status"] or "live", "adoption", row.line, row["documentation-url"])
        steps[products[row["product"]], row["organisation"]].append(told)


def _snapshot(steps: Steps, row: Row, products: Mapping[str, str]) -> None:
    """The day of a snapshot says when a status was seen; where the list gives the day since when, that one counts."""
    if row["product"] in products:
        seen = row["start-date"] or row["snapshot"]
        steps[products[row["product"]], row["organisation"]].append(Told(seen, row["adoption-status"], "snapshot", row.line))


def _onboarded(steps: Steps, row: Row, products: Mapping[str, str]) -> None:
    for code in row["local-authority-code"].split(";"):
        found = steps[products["planx"], f"local-authority:{code.strip()}"]
        found.append(Told(row["first-configured"], "first configured", "onboarding", row.line))
        if row["removed"]:
            found.append(Told(row["removed"], "removed", "onboarding", row.line))


def _climbs(steps: Steps) -> Published:
    """Events in the order of their days; a step that isn't above the present stage says nothing new."""
    found = Published()
    for key, told in sorted(steps.items()):
        known: list[Step] = []
        page = next((item.page for item in told if item.page), "")
        for item in sorted(told, key=lambda item: (item.day, item.word, item.record)):
            step = item.day, PUBLISHED_WORDS[item.word].value
            if adds_nothing(step, known):
                continue
            known.append(step)
            reference = f"{item.record}:{key[1]}:{item.word}"
            found.rows.append(EventRow(*key, step[1], item.day, reference, item.word, page if step[1] == Stage.LIVE else ""))
            found.lines.setdefault(reference, item.line)
    return found
