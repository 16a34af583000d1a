"""The published records beside the checkout: tests that need them skip where they are absent."""

import csv
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
needs_records = pytest.mark.skipif(
    not DATA.exists(), reason="The published records (../shared/data) are not beside this checkout."
)


def lines(name: str) -> list[dict[str, str]]:
    """The lines of one published table, by header."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
