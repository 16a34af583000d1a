"""A mission as a published description states it, before it is stored."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class LeverRow:
    """A lever of a mission's mandate; `style` is one of `LeverStyle`, `stage` one of `LeverStage`."""

    slug: str
    name: str
    style: str
    description: str = ""
    stage: str = "structured"


@dataclass(frozen=True)
class EligibleRow:
    """A type of council that the mission is for."""

    nation: str
    council_type: str


@dataclass(frozen=True)
class MissionRow:
    """A mission that is under way; `lead` is the code of its lead department."""

    slug: str
    name: str
    service: str
    problem: str
    vision: str
    lead: str
    starts_on: dt.date
    goals: tuple[str, ...]
    source_url: str = ""
