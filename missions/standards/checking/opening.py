"""A first look at a file: which kind it is, and whether its letters can be read. One pass, whatever its size."""

import codecs
from pathlib import Path

from missions.standards.checking.findings import Unreadable

LARGEST_FILE = 100_000_000
CHUNK = 1 << 20

AS_CSV = "Save the one sheet that holds the data as “CSV UTF-8” and test that."
AS_JSON = "Export the data as JSON, or choose a version of the standard that is for CSV."
PACKED = {
    b"PK": "This is a spreadsheet or a zip file. We don’t open those.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel file (.xls) or one with a password.",
    b"\x1f\x8b": "This is a packed file (gzip). We don’t open those.",
    b"BZh": "This is a packed file (bzip2). We don’t open those.",
    b"7z\xbc\xaf": "This is a packed file (7z). We don’t open those.",
    b"\xfd7zXZ": "This is a packed file (xz). We don’t open those.",
    b"Rar!": "This is a packed file (RAR). We don’t open those.",
    b"%PDF": "This is a PDF.",
}
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def look(path: Path, *, is_table: bool) -> None:
    """Raises `Unreadable` for what can't be such a file, with what to send in its place."""
    mend = AS_CSV if is_table else AS_JSON
    with path.open("rb") as file:
        start = file.read(1000)
    if not start.strip(b"\xef\xbb\xbf \t\r\n") and path.stat().st_size <= len(start):
        raise Unreadable("The file is empty.", mend)
    for sign, wrong in PACKED.items():
        if start.startswith(sign):
            raise Unreadable(wrong, mend)
    if start.startswith(WIDE) or start[1:2] == b"\x00" or start[:1] == b"\x00":
        raise Unreadable("The file is written in UTF-16, not in UTF-8.", _save_as(is_table))
    first = start.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if first == b"<":
        raise Unreadable("This is a web page or XML.", mend)
    if is_table and first in (b"{", b"["):
        raise Unreadable("This is JSON, and the standard is for a table.", AS_CSV)
    if not is_table and first not in (b"{", b"["):
        raise Unreadable("This isn’t JSON: it must start with { or [.", AS_JSON)
    _check_letters(path, is_table)


def _check_letters(path: Path, is_table: bool) -> None:
    """UTF-8 to the end, without NUL; a byte order mark at its start does no harm."""
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                at = line + bytes(error.object[: error.start]).count(b"\n")
                raise Unreadable(
                    f"Line {at:,} holds a letter that isn’t UTF-8: the file was saved in another way of writing letters, perhaps "
                    "Windows-1252.",
                    _save_as(is_table),
                    row=at,
                ) from error
            if b"\x00" in chunk:
                at = line + chunk[: chunk.index(b"\x00")].count(b"\n")
                raise Unreadable(f"Line {at:,} holds a character that no text has (NUL).", _save_as(is_table), row=at)
            if not chunk:
                return
            line += chunk.count(b"\n")


def _save_as(is_table: bool) -> str:
    return "Save it as “CSV UTF-8” and test it again." if is_table else "Save it as UTF-8 and test it again."
