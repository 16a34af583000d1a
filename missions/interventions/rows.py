"""Interventions and iterations as published tables state them, before they are stored."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class InterventionRow:
    """`pain_points`, `levers` and `iterations` are references; the link to pain points is our judgement."""

    slug: str
    name: str
    kind: str
    status: str
    status_reason: str = ""
    published_status: str = ""
    summary: str = ""
    lead_body: str = ""
    started_on: dt.date | None = None
    is_headline: bool = False
    reference: str = ""
    source_url: str = ""
    pain_points: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()


@dataclass(frozen=True)
class IterationRow:
    """`serves` are slugs that a source states; `serves_by_judgement` those that we judged. `ends_on` is the day after the last."""

    slug: str
    name: str
    method: str
    method_in_words: str = ""
    lesson: str = ""
    lesson_basis: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    reference: str = ""
    source_url: str = ""
    serves: tuple[str, ...] = ()
    serves_by_judgement: tuple[str, ...] = ()
