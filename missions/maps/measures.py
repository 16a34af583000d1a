"""What a map can show: each area declares its measures of a council here, and the map page draws any of them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from missions.core.registries import Registry
from missions.register.models import Organisation
from missions.stewardship.models import Mission

# As many colours as the style sheet has.
MOST_KINDS, MOST_STEPS = 12, 5
NOT_KNOWN = "not-known"


@dataclass(frozen=True)
class Group:
    """Councils that look the same on a map: `look` names the colour, `mark` is written on the hexagon, for colour isn't enough."""

    key: str
    label: str
    look: str
    mark: str


@dataclass(frozen=True)
class Reading:
    """What is known of one council: its group, and the value in words."""

    group: str
    text: str


@dataclass(frozen=True)
class Measured:
    """A measure over the councils of a mission on a day. Councils without a reading are shown as not known."""

    groups: Sequence[Group]
    readings: Mapping[int, Reading] = field(default_factory=dict)
    summary: str = ""
    note: str = ""


@dataclass(frozen=True)
class Measure:
    """Something that can be shown for each council: `read` is given the mission, its councils on the day, and the day."""

    label: str
    read: Callable[[Mission, Sequence[Organisation], dt.date], Measured]
    is_for_team: bool = False


map_measures: Registry[Measure] = Registry()


def kinds(labels: Sequence[tuple[str, str]]) -> list[Group]:
    """Groups without an order, from (key, label) pairs, each with a colour and a letter."""
    return [
        Group(key, label, f"kind-{number % MOST_KINDS + 1}", ascii_uppercase[number % len(ascii_uppercase)])
        for number, (key, label) in enumerate(labels)
    ]


def steps(labels: Sequence[tuple[str, str]]) -> list[Group]:
    """Groups in their order, the least first: darker means more, and a number says it too."""
    return [Group(key, label, f"step-{number}", str(number)) for number, (key, label) in enumerate(labels, start=1)]


UNKNOWN = Group(NOT_KNOWN, "Not known", "none", "?")
