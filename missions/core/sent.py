"""From the bytes that somebody sent to lines of text: which kind of file it is, or what is wrong with it and what to send."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from missions.core.sheets import BadSheet, sheets

LARGEST_FILE = 25_000_000
MOST_COLUMNS = 1_000
LONGEST_CELL = 131_072
DELIMITERS = (",", ";", "\t", "|")

# What UTF-8 looks like when it is read as cp1252: a file that mixes both.
MIXED = re.compile("[ÃÂ][\u0080-\u00bf‚„†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€")


class NotATable(Exception):
    """The whole file can't be read; the message says why and what to send, `missing` which column headings aren't there."""

    def __init__(self, sentence: str, *, missing: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.missing = tuple(missing)


def check_kind(content: bytes) -> None:
    """Refuse at a glance what can't be a table. Quick enough for the page that takes a file."""
    start = content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 1_000_000
        raise NotATable(f"The file is larger than {limit} MB. Split it and send the parts one after the other.")
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise NotATable("The file is empty.")
    if content.startswith(b"PK\x03\x04"):
        return
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotATable(
            "This is an old Excel file (.xls) or one with a password. Save it as XLSX without a password and send it again."
        )
    if start.startswith((b"<", b"%pdf", b"{")):
        raise NotATable("This is a web page, a PDF or data for programs, not a table. Save the table as XLSX or “CSV UTF-8”.")
    if b"\x00" in content:
        raise NotATable("This isn’t a CSV or XLSX file. Save it as “CSV UTF-8” and send it again.")


def tables_in(content: bytes, wanted: Sequence[str]) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """(sheet, lines) of each table in a file; a CSV is one, without a name. `wanted` headers tell what separates its cells."""
    check_kind(content)
    if not content.startswith(b"PK\x03\x04"):
        yield "", _checked(_csv_lines(_decoded(content), wanted))
        return
    try:
        for name, lines in sheets(content):
            yield name, _checked(lines)
    except BadSheet as error:
        raise NotATable(str(error)) from error


def plain(header: str) -> str:
    """A header without what people change by accident: case, spaces, hyphens, underscores."""
    return re.sub(r"[\s_\-]+", " ", header).strip().lower()


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise NotATable(f"Line {line:,} holds a character that can’t be read. Save the file as “CSV UTF-8”.") from error
    mixed = MIXED.search(text)
    if mixed:
        line = text[: mixed.start()].count("\n") + 1
        raise NotATable(f"Line {line:,} mixes two ways of writing letters. Save the file as “CSV UTF-8” and send it again.")
    return text


def _csv_lines(text: str, wanted: Sequence[str]) -> Iterator[list[str]]:
    # A quotation mark left open swallows the rest. The limit is the process's, and a library that is loaded may have raised it.
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text[:20_000], wanted))


def _delimiter(head: str, wanted: Sequence[str]) -> str:
    """What separates the cells: whatever brings out most of the wanted headers in the first lines, a comma where nothing does."""

    def headers_found(delimiter: str) -> int:
        rows = _quietly(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        return max((len({plain(cell) for cell in row} & set(wanted)) for row in islice(rows, 11)), default=0)

    return max(DELIMITERS, key=headers_found)


def _quietly(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """What can be read before the first fault: only a guess is made of it."""
    try:
        yield from rows
    except csv.Error:
        return


def _checked(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        for cells in lines:
            if len(cells) > MOST_COLUMNS:
                raise NotATable(f"The table has more than {MOST_COLUMNS:,} columns. Take out those that aren’t needed.")
            yield cells
    except csv.Error as error:
        raise NotATable(f"The file can’t be read as a table: {error}. Look for a quotation mark left open.") from error
    except BadSheet as error:
        raise NotATable(str(error)) from error
