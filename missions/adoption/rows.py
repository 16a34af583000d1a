"""Adoption events as published tables state them, before they are stored."""

import datetime as dt
from dataclasses import dataclass, field

from missions.core.importing import Problem


@dataclass(frozen=True)
class EventRow:
    """A council (by reference) reached a stage on a day; `reference` names the row for ever, `word` is the source's own."""

    intervention: str
    organisation: str
    stage: str
    happened_on: dt.date
    reference: str
    word: str = ""
    evidence_url: str = ""


@dataclass
class Published:
    """What a file says: its events, the line of each by reference, the rows that can't be read, and whom each line names."""

    rows: list[EventRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
