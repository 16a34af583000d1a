"""Lists that every area fills in its `ready()`, for what must reach everything.

core knows no area: it only keeps what they declare. A test walks the models and fails where something is undeclared.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from django.db import models

T = TypeVar("T")


class Registry(Generic[T]):
    """Named entries in the order in which they were declared."""

    def __init__(self) -> None:
        self._entries: dict[str, T] = {}

    def declare(self, name: str, entry: T) -> None:
        """Add an entry; a name is declared once."""
        if name in self._entries:
            raise ValueError(f"{name} is declared twice.")
        self._entries[name] = entry

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> T:
        return self._entries[name]

    def names(self) -> list[str]:
        """What has been declared."""
        return list(self._entries)


@dataclass(frozen=True)
class TouchedRow:
    """One thing of one council that a reorganisation touches; `to_do` says what a person has to do about it, if anything."""

    organisation_id: int
    text: str
    url: str = ""
    day: dt.date | None = None
    money: Decimal | None = None
    to_do: str = ""


@dataclass(frozen=True)
class Touched:
    """What a reorganisation touches behind one key: how many things of each council, their money where they have any, the first rows."""

    counts: Mapping[int, int] = field(default_factory=dict)
    money: Mapping[int, Decimal] = field(default_factory=dict)
    rows: Sequence[TouchedRow] = ()
    mission_ids: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        """How many things of all councils together."""
        return sum(self.counts.values())

    @property
    def total_money(self) -> Decimal | None:
        """To the penny; None where these things have no money."""
        return sum(self.money.values(), Decimal(0)) if self.money else None

    @property
    def not_shown(self) -> int:
        """How many things have no row of their own."""
        return max(self.total - len(self.rows), 0)


class Touches(Protocol):
    """Finds what councils have on a day, within some missions (None: all), in a constant number of queries."""

    def __call__(self, councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
        """By their primary keys."""


@dataclass(frozen=True)
class Treatment:
    """What happens to the rows behind one foreign key, "app.Model.field", in a sentence for the preview page.

    `title` and `touches` are for keys whose rows the preview counts; the others stay in the background.
    """

    what: str
    title: str = ""
    touches: Touches | None = None


@dataclass(frozen=True)
class Erasure:
    """What forgetting a person does to the rows behind one foreign key to them, and the function that does it (None: nothing to do)."""

    what: str
    forget: Callable[[int], None] | None = None


@dataclass(frozen=True)
class Gap:
    """Something without an owner, past its date, or undecided. `person_id` is who has to act; None: nobody yet, so the mission's leads."""

    kind: str
    sentence: str
    url: str
    mission_id: int
    since: dt.date | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class GapRule:
    """Finds gaps of one kind for some missions as at a day, in a constant number of queries.

    `rows` gives the same gaps as rows of (mission, kind), see `counted_as`, so that those of all rules are counted in one query.
    """

    label: str
    find: Callable[[Iterable[int], dt.date], Iterable[Gap]]
    rows: Callable[[Iterable[int], dt.date], Iterable[models.QuerySet[Any, Any]]]


def counted_as(kind: str, rows: models.QuerySet[Any], mission: str = "mission_id") -> models.QuerySet[Any, Any]:
    """What counting needs of rows that are gaps: the mission of each, and the kind."""
    return rows.order_by().values_list(mission, models.Value(kind, output_field=models.TextField()))


@dataclass(frozen=True)
class Notice:
    """One message that a reminder rule asks for. `key` is rule, subject, due date and person: it is sent once."""

    key: str
    to_user_id: int | None
    to_address: str
    template: str
    context: dict[str, Any]
    mission_id: int | None = None

    @property
    def url(self) -> str:
        """Where the thing is that it tells about; never a link that opens something to whoever holds it."""
        return str(self.context.get("url") or "")

    @property
    def escalated(self) -> bool:
        """Whether it went up to somebody else."""
        return bool(self.context.get("escalated"))


@dataclass(frozen=True)
class ReminderRule:
    """What is remembered, whom for and when, in words for the docs; `due` finds the notices due at a moment."""

    what: str
    whom: str
    when: str
    due: Callable[[dt.datetime], Iterable[Notice]]


@dataclass(frozen=True)
class EvidenceSource:
    """What a frozen bundle takes from an area: plain JSON values about a mission as at a day, as known at a moment."""

    title: str
    collect: Callable[[int, dt.date, dt.datetime], Any]


@dataclass(frozen=True)
class Hit:
    """One search result."""

    title: str
    url: str
    kind: str
    excerpt: str
    rank: float


@dataclass(frozen=True)
class SearchSource:
    """Finds what matches a query among what a person may see (None: an anonymous visitor)."""

    label: str
    find: Callable[[str, models.Model | None, int], Iterable[Hit]]


@dataclass(frozen=True)
class NamedWork:
    """Work that a mission asked of an organisation's people: `minutes` for each of them, how many were asked and how many did it."""

    key: str
    title: str
    starts_on: dt.date
    ends_on: dt.date
    minutes: int
    asked: int
    took_part: int


@dataclass(frozen=True)
class WorkSource:
    """Finds the named work of an organisation (None: of everybody together) in a mission, the latest first, in one query."""

    find: Callable[[int, int | None], Iterable[NamedWork]]


@dataclass(frozen=True)
class TookPart:
    """An organisation whose people took part in a mission's work, and the minutes that they gave."""

    organisation_id: int
    minutes: int


@dataclass(frozen=True)
class ParticipationSource:
    """Who took part in a mission by a day, and where more can be invited (title and address) at a moment; one query each."""

    took_part: Callable[[int, dt.date], Iterable[TookPart]]
    invite: Callable[[int, dt.datetime], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class PortfolioSource:
    """What the report of a portfolio takes of its missions: a dict of plain JSON values for each, in a constant number of queries."""

    collect: Callable[[Sequence[int], dt.date], Sequence[dict[str, Any]]]


succession: Registry[Treatment] = Registry()
erasure: Registry[Erasure] = Registry()
gaps: Registry[GapRule] = Registry()
reminders: Registry[ReminderRule] = Registry()
evidence: Registry[EvidenceSource] = Registry()
search: Registry[SearchSource] = Registry()
minutes_given: Registry[WorkSource] = Registry()
participation: Registry[ParticipationSource] = Registry()
portfolio: Registry[PortfolioSource] = Registry()
