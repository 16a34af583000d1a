"""Evidence as people send it: which kinds are taken, by what is in them and not by what they are called, and what they are called here."""

import unicodedata
from pathlib import PurePosixPath

LARGEST = 10_000_000
LONGEST_NAME = 100
# What a file begins with, and how files of that kind may be called.
BEGINNINGS: tuple[tuple[bytes, tuple[str, ...]], ...] = (
    (b"%PDF-", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", (".png",)),
    (b"\xff\xd8\xff", (".jpg", ".jpeg")),
    (b"PK\x03\x04", (".xlsx", ".docx", ".ods", ".odt")),
)
PLAIN = (".csv", ".txt")
TYPES = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".csv": "text/csv"}
ACCEPT = ",".join((*(ending for _, endings in BEGINNINGS for ending in endings), *PLAIN))
IN_WORDS = "PDF, PNG, JPG, XLSX, DOCX, ODS, ODT, CSV or TXT"


def safe_name(name: str) -> str:
    """The last part of a name without folders, invisible characters and leading dots, cut to a length that every disk takes."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*')
    stem, dot, ending = visible.strip(" .").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    cut = stem.strip()[: LONGEST_NAME - len(ending[:10]) - 1] or "file"
    return f"{cut}.{ending[:10].lower()}" if ending else cut


def why_not(name: str, content: bytes) -> str | None:
    """Why a file isn’t taken, in a sentence; None when it is."""
    ending = PurePosixPath(safe_name(name)).suffix
    if not content:
        return "The file is empty."
    if len(content) > LARGEST:
        return f"The file is larger than {LARGEST // 1_000_000} MB. Send a smaller one."
    for beginning, endings in BEGINNINGS:
        if content.startswith(beginning):
            return (
                None
                if ending in endings
                else f"What is in this file isn’t what its name says. Call it something.{endings[0][1:]}."
            )
    if ending in PLAIN and b"\x00" not in content and not content.lstrip().startswith(b"<"):
        return None
    return f"Send the file as {IN_WORDS}."


def content_type(name: str) -> str:
    """How a download is labelled. Whatever a browser could run is labelled as bytes."""
    return TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
