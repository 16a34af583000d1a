"""A CSV file against a Table Schema, row by row: memory doesn't grow with the file, but for eight bytes a row where values must differ.

frictionless says what a cell means; a cell that was right once isn't asked about again in its column. Rows, headings and what must
differ are looked at here, as frictionless' own reading of whole tables takes seven times as long.
"""

import csv
import os
import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from missions.standards.checking import words
from missions.standards.checking.findings import Beat, Findings, Stopped, Unreadable, Wrong
from missions.standards.checking.opening import look

MOST_ROWS = 2_000_000
MOST_COLUMNS = 1_000
LONGEST_CELL = 200_000
MOST_REMEMBERED = 20_000
MOST_REPEATED = 100_000
# Common addresses, which frictionless takes a tenth of a millisecond for.
PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,20}(?:/[A-Za-z0-9._~/-]*)?")

EMPTY_ROW = Wrong("empty row", "This row is empty.", "Take it out.")
TOO_FEW = Wrong("cells", "This row has fewer cells than there are headings.", "Look for a missing comma, or add the empty cells.")
TOO_MANY = Wrong(
    "cells",
    "This row has more cells than there are headings.",
    "Look for a comma in a text: such a text stands in quotation marks.",
)
FORMULA = Wrong("formula", "This is a formula, not a value.", "Type the value itself.")
NO_ROWS = Wrong("rows", "The file holds headings and no row.", "Add the data.")
Reader = Callable[[str], tuple[Any, Mapping[str, str] | None]]


def check(path: Path, schema: Mapping[str, Any], findings: Findings, beat: Beat, *, most_rows: int = MOST_ROWS) -> int:
    """Tells `findings` what is wrong; returns how many rows were checked. Raises `Unreadable` and `Stopped`."""
    look(path, is_table=True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        size = max(path.stat().st_size, 1)
        lines = _lines(file)
        headings = next(lines, [])
        columns = _columns(headings, schema, findings)
        if columns is None:
            return 0
        nothing = frozenset(schema.get("missingValues", [""]))
        groups = _unique(schema, headings)
        differing = [Differing(label, [headings.index(name) for name in names], nothing) for label, names in groups]
        rows = 0
        for row, cells in _rows(lines, len(headings), findings):
            rows += 1
            if rows > most_rows:
                raise Stopped(f"The file has more than {most_rows:,} rows. Split it and test the parts.")
            beat(row, os.lseek(file.fileno(), 0, os.SEEK_CUR) / size)
            for place, column in columns:
                column.check(row, cells[place], findings)
            for group in differing:
                group.note(cells)
    if rows == 0:
        findings.add(0, "", "", NO_ROWS)
    for group in differing:
        group.tell(path, len(headings), findings, beat)
    return rows


class Column:
    """One column of the standard: tells a cell right or wrong."""

    def __init__(self, field: Any) -> None:
        self.name: str = field.name
        self.kind, self.form, self.constraints = field.type, field.format or "default", dict(field.constraints)
        if "pattern" in self.constraints:
            # As the standard says it, with what the column is for, which says more to people.
            pattern = self.constraints["pattern"].removeprefix("(?:").removesuffix(")")
            self.constraints["pattern"] = f"{pattern} – {field.description}" if field.description else pattern
        self.read: Reader = field.create_cell_reader()
        self.right: set[str] = set()
        self.is_address = field.type == "string" and self.form == "uri" and not (self.constraints.keys() - {"required", "unique"})

    def check(self, row: int, cell: str, findings: Findings) -> None:
        """Tells `findings` which rules don't hold."""
        if cell in self.right:
            return
        if cell.startswith("="):
            findings.add(row, self.name, cell, FORMULA)
            return
        if self.is_address and PLAIN_ADDRESS.fullmatch(cell):
            return
        _, notes = self.read(cell)
        for rule in notes or ():
            findings.add(row, self.name, cell, words.of_a_cell(rule, self.kind, self.form, self.constraints.get(rule)))
        if not notes and len(self.right) < MOST_REMEMBERED:
            self.right.add(cell)


class Differing:
    """Columns whose values, taken together, may stand in one row only. Kept as eight bytes a row; what looks equal is read again."""

    def __init__(self, label: str, places: Sequence[int], nothing: frozenset[str]) -> None:
        self.label, self.places, self.nothing = label, places, nothing
        self.digests = array("Q")

    def key(self, cells: Sequence[str]) -> tuple[str, ...] | None:
        """The values of a row; None where one of them is empty, which the rule of being filled in tells."""
        key = tuple(cells[place] for place in self.places)
        return key if self.nothing.isdisjoint(key) else None

    def note(self, cells: Sequence[str]) -> None:
        """Remember the values of a row."""
        key = self.key(cells)
        if key is not None:
            self.digests.append(_digest(key))

    def tell(self, path: Path, width: int, findings: Findings, beat: Beat) -> None:
        """Tell every row whose values stood in an earlier one."""
        ordered = np.sort(np.frombuffer(self.digests, dtype=np.uint64))
        repeated = set(np.unique(ordered[1:][ordered[1:] == ordered[:-1]])[:MOST_REPEATED].tolist())
        if not repeated:
            return
        first: dict[tuple[str, ...], int] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = _lines(file)
            next(lines)
            for row, cells in _rows(lines, width, Findings()):
                beat(row, 1.0)
                key = self.key(cells)
                if key is None or _digest(key) not in repeated:
                    continue
                if first.setdefault(key, row) != row:
                    said = f"The same stands in row {first[key]:,}."
                    mend = "Each record needs a value of its own. Take one of the two out, or mend the value."
                    findings.add(row, self.label, ", ".join(key), Wrong("unique", said, mend))


def _digest(key: tuple[str, ...]) -> int:
    return int.from_bytes(blake2b("\x1f".join(key).encode(), digest_size=8).digest(), "big")


def _lines(file: Any) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    read = 0
    try:
        for cells in csv.reader(file, strict=True):
            read += 1
            yield cells
    except csv.Error as error:
        at = read + 1
        if "limit" in str(error):
            wrong = f"A cell near row {at:,} is longer than {LONGEST_CELL:,} characters."
        else:
            wrong = f"The file can’t be read as a table from row {at:,} on: {error}."
        raise Unreadable(wrong, "Look for a quotation mark that is left open there.", row=at) from error


def _rows(lines: Iterator[list[str]], width: int, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """(row, cells) as a spreadsheet numbers them, the headings being row 1; what has the wrong number of cells is told and left out."""
    empty: list[int] = []
    for row, cells in enumerate(lines, start=2):
        if not any(cells):
            empty.append(row)
            continue
        # Empty lines at the end of a file do no harm.
        for number in empty:
            findings.add(number, "", "", EMPTY_ROW)
        empty.clear()
        if len(cells) == width:
            yield row, cells
        else:
            findings.add(row, "", "", TOO_FEW if len(cells) < width else TOO_MANY)


def _columns(headings: Sequence[str], schema: Mapping[str, Any], findings: Findings) -> list[tuple[int, Column]] | None:
    """The columns with their places; None, and what is wrong with the headings, where the rows can't be read by them."""
    from frictionless import Schema  # a second to load

    if len(headings) > MOST_COLUMNS:
        raise Unreadable(f"The table has more than {MOST_COLUMNS:,} columns.", "Take out those that the standard doesn’t know.")
    wanted = [field["name"] for field in schema["fields"]]
    told = list(_wrong_headings(headings, wanted, schema.get("fieldsMatch", "exact")))
    for heading, said in told:
        findings.add(1, heading, heading, said)
    if told:
        return None
    fields = {field.name: field for field in Schema.from_descriptor(dict(schema)).fields}
    return [(place, Column(fields[name])) for place, name in enumerate(headings) if name in fields]


def _wrong_headings(headings: Sequence[str], wanted: Sequence[str], match: str) -> Iterator[tuple[str, Wrong]]:
    """What is wrong with the headings; `match` is Table Schema’s fieldsMatch."""
    other = next((mark for mark in ";\t|" if mark in headings[0]), None) if len(headings) == 1 < len(wanted) else None
    if other is not None:
        said = f"The columns are separated by “{'tab' if other == chr(9) else other}”, not by a comma."
        yield "", Wrong("separator", said, "Save it as “CSV UTF-8”, with commas between the columns.")
        return
    for name in dict.fromkeys(headings):
        if (count := headings.count(name)) > 1:
            said = f"{count} columns are headed “{name}”." if name else f"{count} columns have no heading."
            yield name, Wrong("heading", said, "Give each column a heading of its own, or take it out.")
    missing = [name for name in wanted if name not in headings]
    extra = [name for name in dict.fromkeys(headings) if name not in wanted]
    if match in ("exact", "equal", "subset"):
        yield from _missing(missing, extra)
    if match in ("exact", "equal", "superset"):
        yield from _extra(missing, extra)
    if match == "partial" and len(missing) == len(wanted):
        yield "", Wrong("heading", "The file has no column of the standard.", f"Use these headings: {', '.join(wanted)}.")
    if match == "exact" and not missing and not extra and len(headings) == len(wanted):
        yield from _order(headings, wanted)


def _missing(missing: Sequence[str], extra: Sequence[str]) -> Iterator[tuple[str, Wrong]]:
    for name in missing:
        near = next((other for other in extra if _plain(other) == _plain(name)), None)
        mend = f"Write the heading “{near}” as “{name}”." if near else f"Add a column with the heading “{name}”."
        yield name, Wrong("heading", f"The column “{name}” is missing.", mend)


def _extra(missing: Sequence[str], extra: Sequence[str]) -> Iterator[tuple[str, Wrong]]:
    """But for those that are a missing one in another spelling."""
    spelt = {_plain(name) for name in missing}
    for name in extra:
        if _plain(name) not in spelt:
            yield name, Wrong("heading", f"The standard doesn’t know the column “{name}”.", "Take the column out.")


def _order(headings: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[str, Wrong]]:
    for place, (here, there) in enumerate(zip(headings, wanted, strict=True), start=1):
        if here != there:
            said = f"The columns stand in another order: column {place} is “{here}”, and should be “{there}”."
            yield here, Wrong("heading order", said, f"Put them in this order: {', '.join(wanted)}.")
            return


def _plain(heading: str) -> str:
    return re.sub(r"[\s_\-]+", "", heading).lower()


def _unique(schema: Mapping[str, Any], headings: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """(label, columns) of whatever may not repeat: single columns, and the primary key."""
    single = [field["name"] for field in schema["fields"] if field.get("constraints", {}).get("unique")]
    key = schema.get("primaryKey") or []
    names = [key] if isinstance(key, str) else list(key)
    groups = [[name] for name in chain(single, names if len(names) == 1 and names[0] not in single else ())]
    groups += [names] if len(names) > 1 else []
    for group in groups:
        if all(name in headings for name in group):
            yield ", ".join(group), group
