"""What each council of a mission runs as at a day: its own systems, and those it took over from the councils that it replaced.

A council takes over everything of its predecessors from their vesting day, a county's as well as a district's, so that it may have
several systems: that is shown, not evened out. Where its own record names the part of it that a predecessor was (`area`), that record
says it better, and the predecessor's is left out.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from missions.market.models import Deployment, MarketAnswer, MarketAnswerKind, MarketList
from missions.register.models import Organisation, Succession
from missions.register.querysets import NOT_IN_FORCE
from missions.stewardship.models import Mission
from missions.stewardship.population import eligible_councils

KNOWN, NOTHING_RECORDED = "known", "nothing"
STATES = {
    KNOWN: "Supplier known",
    "unknown": "Has a system, supplier not known",
    "refused": "Refused to say",
    "none": "Has no such system",
    NOTHING_RECORDED: "Nothing recorded",
}
IN_DOUBT = (MarketAnswerKind.UNKNOWN, MarketAnswerKind.REFUSED)


@dataclass(frozen=True)
class System:
    """A deployment as one council has it: `area` is a part of the council, `taken_over` says that a predecessor’s record tells it."""

    deployment: Deployment
    area: str = ""
    area_label: str = ""
    taken_over: bool = False

    @property
    def supplier(self) -> str:
        """What figures are counted by: the supplier’s name, or the product’s where its supplier isn’t known."""
        return self.deployment.product.supplier_label


@dataclass(frozen=True)
class Said:
    """An answer that names no product, as one council has it."""

    answer: MarketAnswer
    area: str = ""
    area_label: str = ""
    taken_over: bool = False


@dataclass(frozen=True)
class Place:
    """One council with its systems and the answers that stand."""

    council: Organisation
    systems: tuple[System, ...] = ()
    answers: tuple[Said, ...] = ()

    @property
    def state(self) -> str:
        """One of `STATES`: what we know about it."""
        if self.systems:
            return KNOWN
        kinds = {said.answer.kind for said in self.answers}
        return next((kind.value for kind in (*IN_DOUBT, MarketAnswerKind.NONE) if kind in kinds), NOTHING_RECORDED)

    @property
    def label(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def in_doubt(self) -> int:
        """Systems whose supplier isn’t known; a council about which nothing is recorded may have one."""
        if self.state == NOTHING_RECORDED:
            return 1
        return sum(said.answer.kind in IN_DOUBT for said in self.answers)

    @property
    def suppliers(self) -> frozenset[str]:
        """The suppliers that it is known to use."""
        return frozenset(system.supplier for system in self.systems)

    @property
    def products(self) -> list[str]:
        """The names of its products, each once."""
        return sorted({system.deployment.product.name for system in self.systems})

    @property
    def last_seen_on(self) -> dt.date | None:
        """When somebody last saw or heard what it runs."""
        days = [system.deployment.last_seen_on for system in self.systems] + [said.answer.last_seen_on for said in self.answers]
        return max(days, default=None)

    @property
    def system_count(self) -> int:
        """Systems side by side, those of unknown suppliers included."""
        return len(self.systems) + sum(said.answer.kind == MarketAnswerKind.UNKNOWN for said in self.answers)

    @property
    def has_several(self) -> bool:
        """Whether it runs more than one, as councils do after a merger."""
        return self.system_count > 1


@dataclass(frozen=True)
class Picture:
    """The market of one mission as at a day. `latest_list` is the day of the last list that had come out by then."""

    mission: Mission
    as_at: dt.date
    places: tuple[Place, ...]
    latest_list: MarketList | None

    @cached_property
    def by_state(self) -> Mapping[str, list[Place]]:
        """The councils by what we know about them."""
        found: dict[str, list[Place]] = {state: [] for state in STATES}
        for place in self.places:
            found[place.state].append(place)
        return found

    @property
    def systems(self) -> Iterator[tuple[Place, System]]:
        """Every system with the council that has it."""
        return ((place, system) for place in self.places for system in place.systems)

    def not_seen(self, deployment: Deployment) -> bool:
        """Whether a later list no longer names it: for a person to decide, nothing ends by itself."""
        return self.latest_list is not None and deployment.last_seen_on < self.latest_list.observed_on

    @cached_property
    def not_seen_since(self) -> list[tuple[Place, System]]:
        """Systems that the latest list no longer names."""
        return [(place, system) for place, system in self.systems if self.not_seen(system.deployment)]


def picture(mission: Mission, *, as_at: dt.date, nation: str = "") -> Picture:
    """The market as at a day for the mission's eligible councils, of one nation if given. Five queries whatever the size."""
    councils = eligible_councils(mission, as_at).order_by("name", "pk")
    if nation:
        councils = councils.filter(nation=nation)
    return pictures_of(mission, councils, [as_at])[0]


def pictures_of(mission: Mission, councils: Iterable[Organisation], days: Sequence[dt.date]) -> list[Picture]:
    """The market of some councils as at several days, from the same queries.

    A council that wasn’t there yet on an earlier day stands for those that it replaced by the latest.
    """
    latest = max(days)
    records = _Records.of(mission.service)
    lists = list(MarketList.objects.filter(service=mission.service, observed_on__lte=latest))
    found = list(councils)
    return [
        Picture(
            mission,
            day,
            tuple(records.place(council, day, followed_by=latest) for council in found),
            next((item for item in lists if item.observed_on <= day), None),
        )
        for day in days
    ]


def suppliers_by_council(service: str, councils: Iterable[Organisation], day: dt.date) -> dict[int, frozenset[str]]:
    """The suppliers that each of some councils is known to use as at a day. Three queries whatever the size."""
    records = _Records.of(service)
    return {council.pk: records.place(council, day, followed_by=day).suppliers for council in councils}


@dataclass
class _Records:
    """Everything recorded for a service, who follows whom, and what the former councils were called."""

    deployments: Mapping[int, list[Deployment]] = field(default_factory=dict)
    answers: Mapping[int, list[MarketAnswer]] = field(default_factory=dict)
    predecessors: Mapping[int, list[tuple[int, str, dt.date]]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, service: str) -> "_Records":
        deployments: dict[int, list[Deployment]] = defaultdict(list)
        for deployment in Deployment.objects.for_service(service).select_related("product__supplier"):
            deployments[deployment.council_id].append(deployment)
        answers: dict[int, list[MarketAnswer]] = defaultdict(list)
        for answer in MarketAnswer.objects.filter(service=service):
            answers[answer.council_id].append(answer)
        links = Succession.objects.exclude(status__in=NOT_IN_FORCE)
        predecessors: dict[int, list[tuple[int, str, dt.date]]] = defaultdict(list)
        names = {}
        fields = ("successor", "predecessor", "predecessor__code", "predecessor__name", "vests_on")
        for successor, pk, code, name, day in links.values_list(*fields):
            predecessors[successor].append((pk, code, day))
            names[code] = name
        return cls(deployments, answers, predecessors, names)

    def place(self, council: Organisation, day: dt.date, *, followed_by: dt.date) -> Place:
        """One council on a day, with what was recorded for the councils that it had replaced by `followed_by`."""
        systems = [self._system(item) for item in self.deployments.get(council.pk, ()) if item.in_use_on(day)]
        answers = [self._said(item) for item in self.answers.get(council.pk, ()) if item.stands_on(day)]
        named = self._areas(council.pk, day)
        for pk, code in self._before(council.pk, followed_by):
            if code not in named:
                systems += [self._system(item, code) for item in self.deployments.get(pk, ()) if item.in_use_on(day)]
                answers += [self._said(item, code) for item in self.answers.get(pk, ()) if item.stands_on(day)]
        return Place(council, tuple(_once(systems)), tuple(_standing(answers, systems)))

    def _system(self, item: Deployment, of: str = "") -> System:
        area = item.area or of
        return System(item, area, self._in_words(area), taken_over=bool(of))

    def _said(self, item: MarketAnswer, of: str = "") -> Said:
        area = item.area or of
        return Said(item, area, self._in_words(area), taken_over=bool(of))

    def _in_words(self, area: str) -> str:
        return ", ".join(self.names.get(code, code) for code in area.split(";") if code)

    def _areas(self, pk: int, day: dt.date) -> set[str]:
        """The predecessors that a council's own records name by then, those that have ended included."""
        records: list[Deployment | MarketAnswer] = [*self.deployments.get(pk, ()), *self.answers.get(pk, ())]
        return {code for item in records if item.observed_on <= day for code in item.area.split(";") if code}

    def _before(self, pk: int, day: dt.date) -> Iterator[tuple[int, str]]:
        """Every council that it stands for on a day, predecessors of predecessors included."""
        for predecessor, code, vests_on in self.predecessors.get(pk, ()):
            if vests_on <= day:
                yield predecessor, code
                yield from self._before(predecessor, day)


def _once(systems: Iterable[System]) -> list[System]:
    return list({(system.deployment.product_id, system.area): system for system in systems}.values())


def _standing(answers: Sequence[Said], systems: Sequence[System]) -> list[Said]:
    """The last answer for each part of a council, unless a system was seen there later."""
    last: dict[str, dt.date] = {}
    for said in answers:
        last[said.area] = max(said.answer.last_seen_on, last.get(said.area, said.answer.last_seen_on))
    return [said for said in answers if said.answer.last_seen_on == last[said.area] and not _seen_later(said, systems)]


def _seen_later(said: Said, systems: Sequence[System]) -> bool:
    """Whether a system of the same part, or of the whole council, was seen after the answer."""
    return any(system.deployment.last_seen_on > said.answer.last_seen_on for system in systems if system.area in ("", said.area))
