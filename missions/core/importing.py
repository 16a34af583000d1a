"""Reading the tables that people really send: found by header, every error told at once, nothing half-saved.

A reader says which columns it wants and how each is read; `read_table` gives back rows of typed values and a list of problems with
line, column and what to type. What is done with them (all or nothing, or row by row) is the caller's choice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from django.db import models

from missions.core.reading import Unreadable, words
from missions.core.sent import NotATable as NotATable  # callers get it from here
from missions.core.sent import plain, tables_in

MOST_ROWS = 200_000
LONGEST_CELL = 20_000
HEADER_WITHIN = 10

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Column:
    """One wanted column: the header as published, how a cell is read, and whether it must be there and filled."""

    header: str
    read: Callable[[str], Any] = words
    required: bool = False
    optional_header: bool = False


@dataclass(frozen=True)
class Problem:
    """Something wrong in one place, in words for the person who sent the file."""

    line: int
    column: str
    value: str
    what: str
    sheet: str = ""


@dataclass(frozen=True)
class Row:
    """The typed values of one line, by header."""

    line: int
    values: dict[str, Any]

    def __getitem__(self, header: str) -> Any:
        return self.values[header]


@dataclass
class Table:
    """Rows that could be read and problems with those that couldn't."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Tally:
    """What an import did, or would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    ended: int = 0
    refused: list[Problem] = field(default_factory=list)
    # For a preview: what a person would look for, by “New” and the like.
    named: dict[str, list[str]] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.ended + other.ended,
            self.refused + other.refused,
        )

    def as_json(self) -> dict[str, Any]:
        """For `--json`: the figures and what was refused."""
        return {name: value for name, value in asdict(self).items() if name != "named"}


def read_table(content: bytes, columns: Sequence[Column]) -> Table:
    """Rows and problems of a CSV or XLSX file. Raises `NotATable` when the file as a whole can't be used."""
    refused: NotATable | None = None
    for sheet, lines in tables_in(content, [plain(column.header) for column in columns]):
        try:
            headers, first, rest = _find_headers(lines, columns)
        except NotATable as error:
            refused = refused or error
            continue
        return _read_rows(sheet, first, rest, headers, columns)
    raise refused or NotATable("The file is empty.")


def _read_rows(sheet: str, first: int, lines: Iterable[list[str]], headers: dict[str, int], columns: Sequence[Column]) -> Table:
    table = Table()
    for number, cells in enumerate(lines, start=first):
        if number - first >= MOST_ROWS:
            raise NotATable(f"The file has more than {MOST_ROWS:,} rows. Split it and send the parts one after the other.")
        if any(cell.strip() for cell in cells):
            _read_row(table, sheet, number, cells, headers, columns)
    return table


def _read_row(
    table: Table, sheet: str, number: int, cells: Sequence[str], headers: dict[str, int], columns: Sequence[Column]
) -> None:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in columns:
        index = headers.get(plain(column.header))
        cell = cells[index].strip() if index is not None and index < len(cells) else ""
        try:
            values[column.header] = _read_cell(cell, column)
        except Unreadable as error:
            problems.append(Problem(number, column.header, cell[:80], str(error), sheet))
    if problems:
        table.problems += problems
    else:
        table.rows.append(Row(number, values))


def _read_cell(cell: str, column: Column) -> Any:
    if column.required and not cell:
        raise Unreadable("This can’t be empty.")
    if cell.startswith("="):
        raise Unreadable("This is a formula without a result. Type the value itself.")
    if len(cell) > LONGEST_CELL:
        raise Unreadable(f"This is longer than {LONGEST_CELL:,} characters. Shorten it, or look for a quotation mark left open.")
    return column.read(cell)


def _find_headers(lines: Iterator[list[str]], columns: Sequence[Column]) -> tuple[dict[str, int], int, Iterator[list[str]]]:
    """The line that holds the wanted headers, looked for in the first ten; the number of the next line; the remaining lines."""
    wanted = {plain(column.header) for column in columns if not column.optional_header}
    best: set[str] = set()
    above: list[str] = []
    for number, cells in enumerate(lines, start=1):
        for found in (_positions(cells), _positions(cells, above)):
            if wanted <= set(found):
                return found, number + 1, lines
            best = max(best, wanted & set(found), key=len)
        above = cells
        if number >= HEADER_WITHIN:
            break
    missing = [column.header for column in columns if plain(column.header) in wanted - best]
    sentence = f"These column headings are missing: {', '.join(missing)}. Put them in the first row, in any order."
    raise NotATable(sentence, missing=missing)


def _positions(cells: Sequence[str], above: Sequence[str] = ()) -> dict[str, int]:
    """Where each header stands. With a line above, its headers count too, alone or before those under them: “Homes” over “2024”."""
    found: dict[str, int] = {}
    group = ""
    for index in range(max(len(cells), len(above))):
        upper = above[index] if index < len(above) else ""
        lower = cells[index] if index < len(cells) else ""
        group = upper or (group if lower else "")
        for header in (lower, f"{group} {lower}" if lower else "", "" if lower else upper):
            if header.strip():
                found.setdefault(plain(header), index)
    return found


def upsert(instances: Iterable[M], key: Sequence[str], fields: Sequence[str], *, save: bool = True) -> Tally:
    """Create what is new and update what differs, in a constant number of queries; `key` and `fields` are attribute names.

    Rows that are stored but not among `instances` stay: an import adds and corrects, it doesn't delete.
    """
    wanted = {tuple(getattr(item, name) for name in key): item for item in instances}
    if not wanted:
        return Tally()
    model = type(next(iter(wanted.values())))
    narrow = {f"{key[0]}__in": {identity[0] for identity in wanted}}
    stored = {tuple(getattr(row, name) for name in key): row for row in model._default_manager.filter(**narrow)}
    new = [item for identity, item in wanted.items() if identity not in stored]
    changed = []
    for identity, item in wanted.items():
        row = stored.get(identity)
        if row is not None and any(getattr(row, name) != getattr(item, name) for name in fields):
            for name in fields:
                setattr(row, name, getattr(item, name))
            changed.append(row)
    if save:
        model._default_manager.bulk_create(new, batch_size=2_000)
        if changed:
            model._default_manager.bulk_update(changed, [name.removesuffix("_id") for name in fields], batch_size=500)
    return Tally(created=len(new), updated=len(changed), unchanged=len(wanted) - len(new) - len(changed))
