"""Who takes part in which iteration, and councils that are in two iterations of one intervention at the same time.

Such a council muddies the evidence: nobody can say which of the two moved it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from missions.adoption.models import AdoptionEvent, FundedPlace
from missions.interventions.iteration_actions import PLANNABLE
from missions.interventions.models import Intervention, Iteration, IterationServes


@dataclass(frozen=True)
class Clash:
    """Another iteration that serves the same intervention at the same time, and the councils that are in both."""

    other: Iteration
    interventions: Sequence[str]
    councils: frozenset[int]


def _with_councils(
    items: QuerySet[Iteration], day: dt.date, known_at: dt.datetime | None = None, intervention: Intervention | None = None
) -> QuerySet[Any]:
    credited = AdoptionEvent.objects.as_at(day, known_at).filter(iteration=OuterRef("pk")).order_by()
    if intervention is not None:
        credited = credited.filter(intervention=intervention)
    places = FundedPlace.objects.filter(iteration=OuterRef("pk"), funded_on__lte=day)
    aimed = Iteration.targeted_councils.through._default_manager.filter(iteration=OuterRef("pk"))
    return items.annotate(
        aimed_at=ArraySubquery(aimed.values("organisation")),
        paid_for=ArraySubquery(places.values("organisation")),
        credited=ArraySubquery(credited.values("organisation").distinct()),
    )


def _in(item: Any) -> set[int]:
    return {*item.aimed_at, *item.paid_for, *item.credited}


def at_once(one: Iteration, other: Iteration, day: dt.date) -> bool:
    """Whether two iterations overlap, as seen on a day: one that is planned without dates begins then; one without an end goes on."""
    return _begins(one, day) < (other.ends_on or dt.date.max) and _begins(other, day) < (one.ends_on or dt.date.max)


def _begins(iteration: Iteration, day: dt.date) -> dt.date:
    return iteration.starts_on or (day if iteration.status == "planned" else dt.date.min)


@dataclass(frozen=True)
class Company:
    """An iteration's own councils, those of them that it is aimed at, and the iterations that share some of them."""

    councils: frozenset[int]
    aimed_at: frozenset[int]
    clashes: Sequence[Clash]


def company(iteration: Iteration, served: Mapping[int, str], day: dt.date, known_at: dt.datetime | None = None) -> Company:
    """As at a day; `served` are the names of the interventions that it serves, by key. One query."""
    found: Any = _with_councils(Iteration.objects.filter(_of_company(iteration, served)), day, known_at)
    items = list(found.annotate(shared=_shared(served)).select_related("mission").order_by("starts_on", "pk"))
    me = next(item for item in items if item.pk == iteration.pk)
    own = frozenset(_in(me))
    # What is only planned can still be kept apart, until this one is over: then it has moved nobody here.
    beside = [item for item in items if item.pk != iteration.pk and (item.status != "planned" or iteration.status in PLANNABLE)]
    both = {item: own & _in(item) for item in beside if at_once(iteration, item, day)}
    clashes = [Clash(item, sorted(served[pk] for pk in item.shared), shared) for item, shared in both.items() if shared]
    return Company(own, frozenset(me.aimed_at), clashes)


def beside(iteration: Iteration, interventions: Collection[int], day: dt.date) -> dict[Iteration, set[int]]:
    """The other iterations of some interventions at the same time, with the councils in each. One query."""
    others = Iteration.objects.filter(_of_company(iteration, interventions)).exclude(pk=iteration.pk)
    found = _with_councils(others.select_related("mission").order_by("starts_on", "pk"), day)
    return {item: _in(item) for item in found if at_once(iteration, item, day)}


def _of_company(iteration: Iteration, interventions: Collection[int]) -> Q:
    """The iteration itself, and those that serve one of the same interventions and weren't dropped."""
    links = IterationServes.objects.filter(iteration=OuterRef("pk"), intervention__in=list(interventions))
    return Q(pk=iteration.pk) | (Q(Exists(links)) & ~Q(status="cancelled"))


def _shared(interventions: Collection[int]) -> ArraySubquery:
    links = IterationServes.objects.filter(iteration=OuterRef("pk"), intervention__in=list(interventions))
    return ArraySubquery(links.values("intervention"))


@dataclass(frozen=True)
class Trials:
    """The iterations that serve one intervention, as at a day: the councils in each, and those that one of them paid for."""

    iterations: Sequence[Iteration]
    councils: Mapping[int, Collection[int]]
    funded: Collection[int]
    day: dt.date

    @property
    def in_two(self) -> dict[int, list[Iteration]]:
        """Councils in two that ran at the same time by the day, each with them all."""
        begun = [
            item
            for item in self.iterations
            if item.status not in ("planned", "cancelled") and (item.starts_on is None or item.starts_on <= self.day)
        ]
        return doubled(begun, self.councils, self.day)

    def of(self, slug: str) -> set[int]:
        """The councils in one of them."""
        return {council for item in self.iterations if item.slug == slug for council in self.councils[item.pk]}


def trials(intervention: Intervention, day: dt.date) -> Trials:
    """By name. One query; a step that is credited with another intervention doesn't count."""
    found = _with_councils(Iteration.objects.filter(serves__intervention=intervention), day, intervention=intervention)
    items = list(found.select_related("mission").order_by("name", "pk"))
    funded = {pk for item in items for pk in item.paid_for}
    return Trials(items, {item.pk: _in(item) for item in items}, funded, day)


def doubled(items: Sequence[Iteration], councils: Mapping[int, Collection[int]], day: dt.date) -> dict[int, list[Iteration]]:
    """Councils that are in two of some iterations at once, each with all those that it is in together. Plain values."""
    found: dict[int, dict[int, Iteration]] = defaultdict(dict)
    for one, other in combinations(items, 2):
        if at_once(one, other, day):
            for council in set(councils[one.pk]) & set(councils[other.pk]):
                found[council] |= {one.pk: one, other.pk: other}
    return {council: list(iterations.values()) for council, iterations in found.items()}
