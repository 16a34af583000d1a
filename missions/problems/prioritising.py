"""What decides how urgent something is: impact, reach, confidence and effort, each from parts that can be looked at.

Nothing here reads the database. Parts that can be counted are counted from what was said; the rest the team judges, with a reason.
Each of the four is a number from 0 to 1, or None while it isn't known: missing is missing, never zero.

- Impact: the mean of severity ÷ 5 and hours a month ÷ 150 (about one full-time post; more counts as 1), of those that were said; or what
  the team judged instead.
- Reach: the mean of three shares that were counted: of councils, of the people who live in them, and of councils of each type on
  average, so that a numerous type doesn't drown the others.
- Confidence: the basis that the team gave, on RICE's steps (`judging.CERTAINTY`).
- Effort: person-months that the team gave; its part is ease, 1 ÷ months, and 1 for a month or less.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from statistics import fmean

from missions.problems.judging import CERTAINTY, Confidence, Judgement

FULL_POST, MOST_SEVERE = 150, 5
NAMES = ("impact", "reach", "confidence", "effort")


@dataclass(frozen=True)
class Said:
    """One piece of evidence as priorities read it: `councils` are those for which it was said and those that stand behind it."""

    evidence: int
    councils: frozenset[int]
    severity: int | None = None
    hours: Decimal | None = None


@dataclass(frozen=True)
class Population:
    """The councils that a mission is for on a day, by id: type and people; `now` gives the successor of a council that has ended."""

    type_of: Mapping[int, str]
    people_of: Mapping[int, int | None]
    now: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def by_type(self) -> Counter[str]:
        """How many councils of each type there are."""
        return Counter(self.type_of.values())

    @cached_property
    def people(self) -> int:
        """Who lives in the councils whose population is known."""
        return sum(people for people in self.people_of.values() if people is not None)

    def present(self, councils: Iterable[int]) -> set[int]:
        """Those of today's councils that these are, or that one single council has become. What isn't among them isn't counted."""
        return {self.now.get(council, council) for council in councils} & self.type_of.keys()


@dataclass(frozen=True)
class Support:
    """Councils of one type: how many are affected, of how many."""

    label: str
    affected: int
    exist: int


@dataclass(frozen=True)
class Carried:
    """What pieces of evidence come to: every figure None where nobody said anything that it could be counted from."""

    pieces: int
    councils: int
    councils_exist: int
    people: int | None
    people_exist: int
    without_people: int
    support: Sequence[Support]
    severity: float | None
    severities: int
    hours: Decimal | None
    hours_stated: int

    @property
    def reach(self) -> float | None:
        """The mean of the three shares; None while no council of the population is named."""
        if not self.councils:
            return None
        shares = [self.councils / self.councils_exist, fmean(row.affected / row.exist for row in self.support)]
        if self.people is not None and self.people_exist:
            shares.append(self.people / self.people_exist)
        return fmean(shares)

    @property
    def impact(self) -> float | None:
        """From severity and hours, those of them that were said."""
        known = []
        if self.severity is not None:
            known.append(self.severity / MOST_SEVERE)
        if self.hours is not None:
            known.append(min(1.0, float(self.hours) / self.hours_stated / FULL_POST))
        return fmean(known) if known else None


def carried(said: Iterable[Said], population: Population, labels: Mapping[str, str]) -> Carried:
    """Add up; the same piece under two pain points counts once. `labels` names the types of council, in their order."""
    pieces = list({item.evidence: item for item in said}.values())
    councils = population.present(council for item in pieces for council in item.councils)
    people = [population.people_of[council] for council in councils]
    known = [number for number in people if number is not None]
    types = Counter(population.type_of[council] for council in councils)
    severities = [item.severity for item in pieces if item.severity is not None]
    hours = [item.hours for item in pieces if item.hours is not None]
    return Carried(
        pieces=len(pieces),
        councils=len(councils),
        councils_exist=len(population.type_of),
        people=sum(known) if known else None,
        people_exist=population.people,
        without_people=len(people) - len(known),
        support=[
            Support(label, types[name], population.by_type[name]) for name, label in labels.items() if population.by_type[name]
        ],
        severity=fmean(severities) if severities else None,
        severities=len(severities),
        hours=sum(hours, Decimal(0)) if hours else None,
        hours_stated=len(hours),
    )


@dataclass(frozen=True)
class Priority:
    """The four numbers of one thing; `judged` names those that the team judged, the rest was counted."""

    impact: float | None = None
    reach: float | None = None
    confidence: float | None = None
    ease: float | None = None
    judged: Collection[str] = ()

    @property
    def missing(self) -> list[str]:
        """The names of what isn't known yet."""
        return [name for name, value in zip(NAMES, self._all, strict=True) if value is None]

    @property
    def parts(self) -> tuple[float, ...] | None:
        """All four, once they are known: only then can there be a score."""
        known = tuple(value for value in self._all if value is not None)
        return known if len(known) == len(NAMES) else None

    @property
    def _all(self) -> tuple[float | None, ...]:
        return self.impact, self.reach, self.confidence, self.ease


def priority(*, impact: float | None, reach: float | None, judgement: Judgement | None) -> Priority:
    """Put what was counted together with what was judged, which goes before it for impact."""
    if judgement is None:
        return Priority(impact, reach)
    judged = {
        "impact": judgement.impact is not None,
        "confidence": bool(judgement.confidence),
        "effort": judgement.effort_months is not None,
    }
    return Priority(
        impact if judgement.impact is None else judgement.impact / MOST_SEVERE,
        reach,
        CERTAINTY[Confidence(judgement.confidence)] if judgement.confidence else None,
        1 / max(1.0, float(judgement.effort_months)) if judgement.effort_months is not None else None,
        [name for name, is_judged in judged.items() if is_judged],
    )
