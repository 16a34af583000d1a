"""What the records don’t hold and we decided: a small table, each line with its reason. Links made from it are marked as judgement."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("judgements.csv")


@cache
def judged(kind: str) -> dict[str, list[str]]:
    """Values of one kind of judgement by what it is about."""
    found: dict[str, list[str]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["kind"] == kind:
                found[line["subject"]].append(line["value"])
    return dict(found)


def one(kind: str) -> dict[str, str]:
    """Judgements of a kind that has one value for each subject."""
    return {subject: values[0] for subject, values in judged(kind).items()}
