"""Our own tables: one CSV per kind of row, its columns the fields of a dataclass. What is written reads back the same."""

import csv
import datetime as dt
import io
import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import fields
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

R = TypeVar("R")

READERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    Decimal: Decimal,
    bool: lambda cell: cell == "yes",
    dt.date: dt.date.fromisoformat,
    tuple[str, ...]: lambda cell: tuple(part for part in cell.split("|") if part),
}


def write_table(rows: Iterable[Any], kind: type[Any]) -> str:
    """Rows of one dataclass as CSV, fields without a value left empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = list(_columns(cast(Any, kind)))
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name)) for name in names] for row in rows)
    return out.getvalue()


def read_table_of(kind: type[R], text: str) -> list[R]:
    """Rows of one dataclass; a column that the file lacks takes the field's default."""
    columns = _columns(cast(Any, kind))
    return [
        kind(**{name: _value(columns[name], cell) for name, cell in line.items() if name in columns})
        for line in csv.DictReader(io.StringIO(text))
    ]


@cache
def _columns(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Field name to (type, may be empty)."""
    hints = typing.get_type_hints(kind)
    return {field.name: _plain(hints[field.name]) for field in fields(kind) if field.name != "line"}


def _plain(hint: Any) -> tuple[Any, bool]:
    if isinstance(hint, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not type(None)), True
    return hint, False


def _value(column: tuple[Any, bool], cell: str) -> Any:
    kind, may_be_empty = column
    return None if may_be_empty and cell == "" else READERS[kind](cell)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "|".join(value) if isinstance(value, tuple) else str(value)
