"""Figures of the market page as a finding keeps them: the value of a day, worked out once and never again.

`METHOD` changes whenever a figure of the same records would come out differently, so that a reader knows which method an old one is by.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from missions.core import formats
from missions.core.refusals import NotNow
from missions.market.concentration import Bounded
from missions.market.summary import Summary, summarise
from missions.market.windows import windows
from missions.stewardship.models import Mission

METHOD = "Market figures, version 1"


@dataclass(frozen=True)
class Kind:
    """One figure: what it is called, how it is read from a summary, and how it is written."""

    label: str
    read: Callable[[Summary], Bounded]
    write: Callable[[float], str]


def _exact(value: float | None) -> Bounded:
    return Bounded(value, None, None)


def _percent(value: float) -> str:
    return f"{value:.1f}%"


def _in_reach(summary: Summary) -> Bounded:
    found = windows(summary.picture).in_reach
    return _exact(found or None)


KINDS: Mapping[str, Kind] = {
    "top1": Kind("Share of the largest supplier", lambda found: found.figures.top1, _percent),
    "top4": Kind("Share of the four largest suppliers", lambda found: found.figures.top4, _percent),
    "hhi": Kind("Concentration (HHI, 0 to 10,000)", lambda found: found.figures.hhi, formats.thousands),
    "suppliers": Kind("Suppliers that are known", lambda found: _exact(len(found.shares) or None), formats.thousands),
    "unknown": Kind("Councils whose supplier isn’t known", lambda found: _exact(found.unknown), formats.thousands),
    "refused": Kind("Councils that refused to say", lambda found: _exact(found.refused), formats.thousands),
    "none": Kind("Councils without such a system", lambda found: _exact(found.none), formats.thousands),
    "several": Kind("Councils with several systems side by side", lambda found: _exact(len(found.several)), formats.thousands),
    "in-reach": Kind("Councils with a contract known to end within three years", _in_reach, formats.thousands),
}
CHOICES = [(name, kind.label) for name, kind in KINDS.items()]


def freeze(name: str, mission: Mission, *, as_at: dt.date, now: dt.datetime) -> dict[str, Any]:
    """A figure as plain JSON values: name, label, value, bounds, how many councils it rests on, day, method and moment."""
    summary = summarise(mission, as_at=as_at)
    kind = KINDS[name]
    figure = kind.read(summary)
    if figure.value is None or not summary.exist:
        raise NotNow(f"There is no such figure for {formats.day(as_at)}: nothing was known by then. Choose a later day.")
    return {
        "name": name,
        "label": kind.label,
        "value": round(figure.value, 4),
        "text": _in_words(kind, figure),
        "low": None if figure.low is None else round(figure.low, 4),
        "high": None if figure.high is None else round(figure.high, 4),
        "known": summary.known,
        "exist": summary.exist,
        "as_at": as_at.isoformat(),
        "method": METHOD,
        "frozen_at": now.isoformat(),
    }


def _in_words(kind: Kind, figure: Bounded) -> str:
    text = kind.write(figure.value or 0)
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return text
    return f"{text}, between {kind.write(figure.low)} and {kind.write(figure.high)} with what isn’t known"
