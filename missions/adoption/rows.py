"""Adoption events as published, before they are stored."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class EventRow:
    """`organisation` is a reference like “local-authority:BUC”; `reference` names the row in its source, once."""

    intervention: str
    organisation: str
    stage: str
    happened_on: dt.date
    source_word: str
    reference: str
    evidence_url: str = ""
    line: int = 0
