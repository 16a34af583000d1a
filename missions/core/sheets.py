"""XLSX files as lines of text, the way that a person sees them: dates as dates, 12% as “12%”, merged cells filled."""

import datetime as dt
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, cast
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

LARGEST_UNPACKED = 150_000_000
MOST_MERGES = 5_000
LARGEST_MERGE = 1_000
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
# A formula without the result that Excel keeps beside it: written by a program, never opened since.
UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)

UNREADABLE = "This spreadsheet can’t be opened. Save it again as XLSX or “CSV UTF-8” and send it."
# What zipfile, zlib and openpyxl raise for broken files; a ParseError of XML is a SyntaxError.
FAULTS = (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError, SyntaxError, zlib.error)

Place = tuple[int, int]


class BadSheet(Exception):
    """A workbook that can't be read; the message says what to send."""


def sheets(content: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """(name, lines) of each visible sheet of a workbook, one after the other."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    # openpyxl gives no merged cells of a sheet that it streams, so they are looked for in the XML.
                    xml = archive.read(str(cast(Any, sheet)._worksheet_path).lstrip("/"))
                    yield sheet.title, _guarded(_lines(sheet, _merged(xml), _uncomputed(xml)))
    except FAULTS as error:
        raise BadSheet(UNREADABLE) from error


def _guarded(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    """The lines are read while they are used, so their faults come up there."""
    try:
        yield from lines
    except FAULTS as error:
        raise BadSheet(UNREADABLE) from error


def _check_size(archive: ZipFile) -> None:
    """Refuse a small file that unpacks to something enormous, before anything is unpacked."""
    if sum(item.file_size for item in archive.infolist()) > LARGEST_UNPACKED:
        limit = LARGEST_UNPACKED // 1_000_000
        raise BadSheet(
            f"This spreadsheet is larger than {limit} MB when opened. Save the one sheet as “CSV UTF-8” and send that."
        )


def _lines(sheet: Any, merged: dict[int, list[tuple[int, Place]]], uncomputed: dict[int, list[int]]) -> Iterator[list[str]]:
    # The size that a sheet claims can be a million columns; only cells that are there count.
    sheet.reset_dimensions()
    held: dict[Place, str] = {}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(cell) for cell in row]
        for column in uncomputed.get(number, ()):
            _put(cells, column, "=")
        for column, source in merged.get(number, ()):
            if source == (number, column):
                held[source] = cells[column - 1] if column <= len(cells) else ""
            elif held.get(source):
                _put(cells, column, held[source])
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _put(cells: list[str], column: int, text: str) -> None:
    cells += [""] * (column - len(cells))
    cells[column - 1] = text


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if "%" in (cell.number_format or ""):
            return f"{value * 100:.12g}%"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return str(value)


def _merged(xml: bytes) -> dict[int, list[tuple[int, Place]]]:
    """By row: each column that lies in a merged range, with the place of the range’s first cell."""
    found: dict[int, list[tuple[int, Place]]] = {}
    for left, top, right, bottom in MERGED.findall(xml)[:MOST_MERGES]:
        first = int(top), _column(left)
        rows, columns = range(int(top), int(bottom) + 1), range(first[1], _column(right) + 1)
        if len(rows) * len(columns) <= LARGEST_MERGE:
            for row in rows:
                found.setdefault(row, []).extend((column, first) for column in columns)
    return found


def _uncomputed(xml: bytes) -> dict[int, list[int]]:
    """By row: the columns whose formula has no result."""
    found: dict[int, list[int]] = {}
    for column, row in UNCOMPUTED.findall(xml):
        found.setdefault(int(row), []).append(_column(column))
    return found


def _column(letters: bytes) -> int:
    return column_index_from_string(letters.decode())
