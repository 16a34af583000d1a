"""Reading the tables that people really send: found by header, every error told at once, nothing half-saved.

A reader says which columns it wants and how each is read; `read_table` gives back rows of typed values and a list of problems with
line, column and what to type. What is done with them (all or nothing, or row by row) is the caller's choice.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any, TypeVar
from zipfile import BadZipFile

from django.db import models
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from missions.core.reading import Unreadable, words

LARGEST_FILE = 25_000_000
MOST_ROWS = 200_000
LONGEST_CELL = 20_000

M = TypeVar("M", bound=models.Model)


class NotATable(Exception):
    """The whole file can't be read; the message says why and what to send."""


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

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.ended + other.ended,
            self.refused + other.refused,
        )

    def as_json(self) -> dict[str, Any]:
        """For `--json` and for a job's report."""
        return asdict(self)


def plain(header: str) -> str:
    """A header without what people change by accident: case, spaces, hyphens, underscores."""
    return re.sub(r"[\s_\-]+", " ", header).strip().lower()


def read_table(content: bytes, columns: Sequence[Column]) -> Table:
    """Rows and problems of a CSV or XLSX file. Raises `NotATable` when the file as a whole can't be used."""
    lines = _lines(content)
    headers, first, rest = _find_headers(lines, columns)
    table = Table()
    for number, cells in enumerate(rest, start=first):
        if number - first >= MOST_ROWS:
            raise NotATable(f"The file has more than {MOST_ROWS:,} rows. Split it and send the parts one after the other.")
        if any(cell.strip() for cell in cells):
            _read_row(table, number, cells, headers, columns)
    return table


def _read_row(table: Table, number: int, cells: Sequence[str], headers: dict[str, int], columns: Sequence[Column]) -> None:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in columns:
        index = headers.get(plain(column.header))
        cell = cells[index].strip() if index is not None and index < len(cells) else ""
        if column.required and not cell:
            problems.append(Problem(number, column.header, "", "This can’t be empty."))
            continue
        try:
            values[column.header] = column.read(cell)
        except Unreadable as error:
            problems.append(Problem(number, column.header, cell[:80], str(error)))
    if problems:
        table.problems += problems
    else:
        table.rows.append(Row(number, values))


def _find_headers(lines: Iterator[list[str]], columns: Sequence[Column]) -> tuple[dict[str, int], int, Iterator[list[str]]]:
    """The line that holds the wanted headers, looked for in the first ten; the number of the next line; the remaining lines."""
    wanted = {plain(column.header) for column in columns if not column.optional_header}
    best: set[str] = set()
    for number, cells in enumerate(lines, start=1):
        found = {plain(cell): index for index, cell in reversed(list(enumerate(cells))) if cell.strip()}
        if wanted <= set(found):
            return found, number + 1, lines
        best = max(best, wanted & set(found), key=len)
        if number >= 10:
            break
    missing = [column.header for column in columns if plain(column.header) in wanted - best]
    raise NotATable(f"These column headings are missing: {', '.join(missing)}. Put them in the first row, in any order.")


def _lines(content: bytes) -> Iterator[list[str]]:
    if len(content) > LARGEST_FILE:
        raise NotATable(
            f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Split it and send the parts one after the other."
        )
    if content[:4] == b"PK\x03\x04":
        return _sheet_lines(content)
    return _csv_lines(content)


def _csv_lines(content: bytes) -> Iterator[list[str]]:
    if b"\x00" in content:
        raise NotATable("This isn’t a CSV or XLSX file. Save it as “CSV UTF-8” and send it again.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise NotATable("The file is empty.")
    head = text[:4000]
    delimiter = max(",;\t", key=head.partition("\n")[0].count)
    return _capped(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _capped(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        for cells in lines:
            yield [cell[:LONGEST_CELL] for cell in cells]
    except csv.Error as error:
        raise NotATable(f"The file can’t be read as a table: {error}.") from error


def _sheet_lines(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [book[name].iter_rows(values_only=True) for name in book.sheetnames[:1]]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise NotATable("This spreadsheet can’t be opened. Save it again as XLSX or “CSV UTF-8” and send it.") from error
    for cells in chain.from_iterable(sheets):
        yield ["" if cell is None else str(cell)[:LONGEST_CELL] for cell in cells]


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
