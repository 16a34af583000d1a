"""What moved councils, across missions: which scaling method, which kind of council, how fast, from how many cases.

A case is one council with one intervention that met a scaling method: of the iteration that a step credits, or that paid for its place.
Only the method that it met first counts, and only interventions whose adoption is recorded: no record isn't “not adopted”. Councils
aren't assigned to methods by lot, so nothing here is a ranking.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from missions.adoption.models import AdoptionEvent, FundedPlace
from missions.adoption.stages import ADOPTED
from missions.adoption.survival import FEWEST, Estimate, Spell, estimate, is_thin, spells
from missions.core import formats
from missions.core.fresh import kept
from missions.interventions.models import ScalingMethod
from missions.maps.bands import LABELS, NO_FIGURE, band_of
from missions.register.models import CouncilType, Organisation
from missions.stewardship.models import EligibleType

# Of the normal distribution, for 95%.
Z = 1.959964
BY = {"type": "Type of council", "size": "Population"}


class Case(NamedTuple):
    """One council with one intervention. `moved` is None where it had adopted before; `days` is None where its first step wasn't seen."""

    method: str
    council: int
    council_type: str
    band: str
    moved: bool | None
    days: int | None
    reached: bool


@dataclass(frozen=True)
class Line:
    """One kind of council under one method, with how sure the figures are; what is too little to tell stays empty."""

    label: str
    cases: int
    moved: int
    low: float | None
    high: float | None
    watched: int
    pace: Estimate | None

    @property
    def share(self) -> str:
        """How many of them adopted, with the interval."""
        if self.low is None or self.high is None:
            return f"Too few councils to say: it needs {FEWEST}"
        share = formats.percent(self.moved, self.cases)
        return f"{share} (95% interval: {100 * self.low:.0f}% to {100 * self.high:.0f}%)"

    @property
    def time(self) -> str:
        """Half of them are live after so many days, with the interval."""
        if self.pace is None:
            return "Too few councils to say"
        if self.pace.median is None:
            return "Fewer than half are live yet"
        low = "not known" if self.pace.low is None else formats.thousands(self.pace.low)
        high = "not known" if self.pace.high is None else formats.thousands(self.pace.high)
        return f"{formats.thousands(self.pace.median)} days (95% interval: {low} to {high})"


@dataclass(frozen=True)
class Method:
    """All its cases together, and by kind of council."""

    label: str
    whole: Line
    kinds: Sequence[Line]


def playbook(missions: Iterable[int], day: dt.date, by: str) -> list[Method]:
    """Every method that was met in some missions, in the order of the alphabet."""
    methods: dict[str, list[Case]] = defaultdict(list)
    for case in cases(missions, day):
        methods[case.method].append(case)
    found = [
        Method(ScalingMethod(method).label, line("All councils", items), _kinds(items, by)) for method, items in methods.items()
    ]
    return sorted(found, key=lambda item: item.label)


def line(label: str, items: Sequence[Case]) -> Line:
    """The figures of some cases."""
    open_ones = [case for case in items if case.moved is not None]
    moved = sum(bool(case.moved) for case in open_ones)
    groups: dict[int, list[bool]] = defaultdict(list)
    for case in open_ones:
        groups[case.council].append(bool(case.moved))
    low, high = interval(list(groups.values())) if len(groups) >= FEWEST else (None, None)
    watched = [Spell(case.council, case.days, case.reached) for case in items if case.days is not None]
    return Line(label, len(open_ones), moved, low, high, len(watched), None if is_thin(watched) else estimate(watched))


def interval(groups: Sequence[Sequence[bool]]) -> tuple[float, float]:
    """Wilson's 95% interval of a share. Several cases of one council say less than as many councils: the count is cut by the design effect."""
    count, size = sum(sum(group) for group in groups), sum(len(group) for group in groups)
    share = count / size
    single = share * (1 - share) / size
    if single == 0:
        return wilson(share, len(groups))
    spread = sum((sum(group) - share * len(group)) ** 2 for group in groups) / size**2
    clustered = spread * len(groups) / (len(groups) - 1)
    return wilson(share, size / max(1.0, clustered / single))


def wilson(share: float, size: float) -> tuple[float, float]:
    """The interval of a share that so many cases found."""
    middle = (share + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z / (1 + Z**2 / size) * math.sqrt(share * (1 - share) / size + Z**2 / (4 * size**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def cases(missions: Iterable[int], day: dt.date) -> list[Case]:
    """The cases of some missions by a day, kept until one of them changes. Four queries where they aren't kept."""
    wanted = sorted(missions)
    found = kept(f"playbook:{day}:{wanted}", lambda: _fresh(wanted, day)) if wanted else {}
    return [case for pk in wanted for case in found.get(pk, [])]


def _fresh(missions: Sequence[int], day: dt.date) -> dict[int, list[Case]]:
    met = _met(missions, day)
    events: dict[tuple[int, int], list[tuple[dt.date, str]]] = defaultdict(list)
    recorded: set[int] = set()
    rows = AdoptionEvent.objects.as_at(day).filter(intervention__in={pair[0] for pair in met})
    for intervention, council, happened_on, stage in (
        rows.order_by("happened_on", "recorded_at", "pk")
        .values_list("intervention_id", "organisation_id", "happened_on", "stage")
        .iterator(chunk_size=10_000)
    ):
        recorded.add(intervention)
        if (intervention, council) in met:
            events[intervention, council].append((happened_on, stage))
    councils = Organisation.objects.councils().in_bulk({council for _, council in met})
    kinds = set(EligibleType.objects.filter(mission__in=missions).values_list("mission_id", "nation", "council_type"))
    found: dict[int, list[Case]] = {pk: [] for pk in missions}
    for (intervention, pk), (since, method, mission) in met.items():
        place = councils.get(pk)
        if intervention in recorded and place and (mission, place.nation, place.council_type) in kinds:
            found[mission].append(case_of(place, method, since, events.get((intervention, pk), []), day))
    return found


def case_of(council: Organisation, method: str, since: dt.date, events: Sequence[tuple[dt.date, str]], day: dt.date) -> Case:
    """What became of one council that met a method on a day; its events in their order."""
    before = [stage for happened_on, stage in events if happened_on < since]
    had_it = bool(before) and before[-1] in ADOPTED
    moved = None if had_it else any(stage in ADOPTED for happened_on, stage in events if happened_on >= since)
    spell = next(iter(spells({council.pk: events}, day)), None)
    days, reached = (spell.days, spell.reached) if spell else (None, False)
    return Case(method, council.pk, council.council_type, band_of(council)[0], moved, days, reached)


def _met(missions: Sequence[int], day: dt.date) -> Mapping[tuple[int, int], tuple[dt.date, str, int]]:
    """By intervention and council: since when, which method, on which mission. Two queries in one."""
    credited = AdoptionEvent.objects.as_at(day).filter(iteration__isnull=False, intervention__mission__in=missions)
    places = FundedPlace.objects.filter(funded_on__lte=day, iteration__mission__in=missions, iteration__serves__isnull=False)
    rows = credited.order_by().values_list(
        "intervention_id", "organisation_id", "happened_on", "iteration__method", "intervention__mission_id"
    )
    paid = places.order_by().values_list(
        "iteration__serves__intervention_id", "organisation_id", "funded_on", "iteration__method", "iteration__mission_id"
    )
    found: dict[tuple[int, int], tuple[dt.date, str, int]] = {}
    for intervention, council, since, method, mission in sorted(rows.union(paid), key=lambda row: (row[2], row[3])):
        found.setdefault((intervention, council), (since, method, mission))
    return found


def _kinds(items: Sequence[Case], by: str) -> list[Line]:
    labels = dict(CouncilType.choices) if by == "type" else dict((*LABELS, NO_FIGURE))
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in items:
        groups[case.council_type if by == "type" else case.band].append(case)
    return [line(label, groups[key]) for key, label in labels.items() if key in groups]
