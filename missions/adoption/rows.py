"""Adoption events as published tables state them, before they are stored."""

import datetime as dt
from dataclasses import dataclass


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
