"""Spreadsheets that go out: sheets with a heading, money as money, and text that no spreadsheet takes for a formula."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONEY, DAY = "£#,##0.00", "d mmmm yyyy"
WIDEST, NARROWEST = 60, 10


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the headings of its columns, and its rows of text, numbers, money (`Decimal`) and days."""

    name: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]


def workbook(sheets: Iterable[Sheet], *, title: str) -> bytes:
    """An XLSX file; the same sheets always give the same cells."""
    book = Workbook(write_only=True)
    book.properties.title = title
    for sheet in sheets:
        page: Any = book.create_sheet(sheet.name[:31])
        page.freeze_panes = "A2"
        for index, width in enumerate(_widths(sheet), start=1):
            page.column_dimensions[get_column_letter(index)].width = width
        page.append([_cell(page, header, bold=True) for header in sheet.headers])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page: Any, value: Any, *, bold: bool = False) -> Any:
    cell: Any = WriteOnlyCell(page, value="" if value is None else value)
    if isinstance(value, str):
        cell.data_type = "s"  # “=1+1” stays the text that somebody typed
    elif isinstance(value, Decimal):
        cell.number_format = MONEY
    elif isinstance(value, dt.date):
        cell.number_format = DAY
    if bold:
        cell.font = Font(bold=True)
    return cell


def _widths(sheet: Sheet) -> list[int]:
    """As wide as the longest of the first cells, within reason."""
    columns = zip(sheet.headers, *sheet.rows[:200], strict=True)
    return [min(WIDEST, max(NARROWEST, *(len(str(value)) + 2 for value in column))) for column in columns]
