"""Pain points and needs as published tables state them, before they are stored."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class PainPointRow:
    """A pain point with the one published statement that it came from."""

    reference: str
    title: str
    barrier: str
    area: str = ""
    figure: str = ""
    reporter: str = ""
    reporter_is_council: bool = False
    reported_on: dt.date | None = None
    source_title: str = ""
    source_url: str = ""
    is_addressed: bool = False


@dataclass(frozen=True)
class NeedRow:
    """A user need. The demo ships references and facts only, no statement."""

    reference: str
    name: str
    statement: str = ""
    status: str = ""
    priority: str = ""
    themes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    added_on: dt.date | None = None


@dataclass(frozen=True)
class JustificationRow:
    """A published claim that something meets needs, which are named by their references."""

    reference: str
    needs: tuple[str, ...]
    satisfaction: str
    confidence: str = ""
    met_by: str = ""
    text: str = ""
