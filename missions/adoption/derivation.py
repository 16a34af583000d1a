"""How a council's present stage follows from dated events; plain values in, no database.

A council stands where its own last event left it. A council without events of its own takes over from the councils that it replaced:
at their stage when they all stood at the same one, else at “mixed”. Its own first event ends the inheritance.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from missions.adoption.stages import ADOPTED, MIXED, Stage
from missions.core.periods import add_months

STAGES = (*Stage.values, MIXED)


@dataclass(frozen=True)
class Council:
    """What the derivation has to know about one council; `ends_on` is the day after its last."""

    pk: int
    starts_on: dt.date | None
    ends_on: dt.date | None
    eligible: tuple[tuple[dt.date | None, dt.date | None], ...] = ((None, None),)

    def counts_on(self, day: dt.date) -> bool:
        """Whether it exists and belongs to the eligible population that day."""
        return _holds(self.starts_on, self.ends_on, day) and any(_holds(start, end, day) for start, end in self.eligible)


@dataclass(frozen=True)
class Position:
    """A stage, the day on which it was reached (None: nothing happened yet), and whether it came from predecessors."""

    stage: str
    since: dt.date | None = None
    inherited: bool = False

    @property
    def is_adopted(self) -> bool:
        """Live or embedded."""
        return self.stage in ADOPTED


NOT_STARTED = Position(Stage.NOT_STARTED.value)


@dataclass
class History:
    """Everything about one intervention: councils, what happened at each in order, and who follows whom from which day."""

    councils: Mapping[int, Council]
    events: Mapping[int, Sequence[tuple[dt.date, str]]] = field(default_factory=dict)
    predecessors: Mapping[int, Sequence[tuple[int, dt.date]]] = field(default_factory=dict)

    def position(self, pk: int, day: dt.date) -> Position:
        """Where one council stands on a day."""
        own = self.events.get(pk, ())
        index = bisect_right(own, day, key=lambda event: event[0])
        if index:
            happened_on, stage = own[index - 1]
            return Position(stage, happened_on)
        return self._inherited(pk, day)

    def _inherited(self, pk: int, day: dt.date) -> Position:
        before = [code for code, vests_on in self.predecessors.get(pk, ()) if vests_on <= day and code in self.councils]
        positions = [self.position(code, day) for code in before]
        if not positions:
            return NOT_STARTED
        since = max((position.since for position in positions if position.since), default=None)
        stages = {position.stage for position in positions}
        return Position(stages.pop() if len(stages) == 1 else MIXED, since, inherited=since is not None)

    def on(self, day: dt.date) -> dict[int, Position]:
        """Where each council of the eligible population stands on a day."""
        return {pk: self.position(pk, day) for pk, council in self.councils.items() if council.counts_on(day)}

    def adopted_spans(self, pk: int) -> list[tuple[dt.date, dt.date | None]]:
        """The half-open spans in which a council counts as having adopted, its predecessors' stages included."""
        if not self.events.get(pk) and pk not in self.predecessors:
            return []
        spans: list[tuple[dt.date, dt.date | None]] = []
        began: dt.date | None = None
        for day in sorted(self._days(pk)):
            is_adopted = self.position(pk, day).is_adopted
            if is_adopted and began is None:
                began = day
            elif not is_adopted and began is not None:
                spans.append((began, day))
                began = None
        return spans if began is None else [*spans, (began, None)]

    def curve(self, until: dt.date) -> list["Point"]:
        """Councils that had adopted at the end of each month, from the month before the first event."""
        days = [day for events in self.events.values() for day, _ in events if day <= until]
        if not days:
            return []
        changes, points, adopted, exist = sorted(self._changes().items()), [], 0, 0
        following = 0
        for end in _month_ends(min(days), until):
            while following < len(changes) and changes[following][0] <= end:
                adopted, exist = adopted + changes[following][1][0], exist + changes[following][1][1]
                following += 1
            points.append(Point(end, adopted, exist))
        return points

    def _changes(self) -> dict[dt.date, tuple[int, int]]:
        """By how much both counts change on each day on which one of them does; each council is looked at on its own days only."""
        found: dict[dt.date, tuple[int, int]] = {}
        for pk, council in self.councils.items():
            before = (0, 0)
            for day in sorted(self._days(pk)):
                counts = council.counts_on(day)
                now = (int(counts and self.position(pk, day).is_adopted), int(counts))
                adopted, exist = found.get(day, (0, 0))
                found[day] = (adopted + now[0] - before[0], exist + now[1] - before[1])
                before = now
        return found

    def _days(self, pk: int) -> set[dt.date]:
        """Days on which something about a council may change, its predecessors' included."""
        council = self.councils[pk]
        edges = (council.starts_on, council.ends_on, *(edge for span in council.eligible for edge in span))
        days = {dt.date.min, *(edge for edge in edges if edge), *(day for day, _ in self.events.get(pk, ()))}
        for code, vests_on in self.predecessors.get(pk, ()):
            if code in self.councils:
                days |= {vests_on} | self._days(code)
        return days


@dataclass(frozen=True)
class Point:
    """One point of an adoption curve: the day, councils that had adopted, and councils that existed."""

    day: dt.date
    adopted: int
    exist: int


def count(positions: Mapping[int, Position]) -> dict[str, int]:
    """How many councils stand at each stage, zeros included; adds up to the population."""
    counts = Counter(position.stage for position in positions.values())
    return {stage: counts[stage] for stage in STAGES}


def _month_ends(first: dt.date, until: dt.date) -> Iterator[dt.date]:
    month = first.replace(day=1)
    yield month - dt.timedelta(days=1)
    while (end := add_months(month, 1) - dt.timedelta(days=1)) < until:
        yield end
        month = add_months(month, 1)
    yield until


def _holds(start: dt.date | None, end: dt.date | None, day: dt.date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)
