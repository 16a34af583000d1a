"""Reads what priorities are counted from: what was said about pain points, and the councils that a mission is for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from missions.problems.judging import Judgement
from missions.problems.lifecycle import FINISHED
from missions.problems.models import EvidenceLink, PainPoint, Supporter
from missions.problems.prioritising import Carried, Population, Priority, Said, carried, priority
from missions.problems.querysets import PainPointQuerySet
from missions.register.models import CouncilType, Succession, SuccessionStatus
from missions.stewardship.models import Mission
from missions.stewardship.population import eligible_councils

LABELS: Mapping[str, str] = dict(CouncilType.choices)


def open_points(mission: Mission) -> PainPointQuerySet:
    """Pain points that still wait to be solved, with what the team judged of them."""
    return PainPoint.objects.filter(mission=mission).exclude(status__in=FINISHED).select_related("mission", "judgement")


def population_of(mission: Mission, day: dt.date) -> Population:
    """The councils of a mission on a day, and which of them follow councils that have ended. Three queries."""
    rows = list(eligible_councils(mission, day).order_by().values_list("pk", "council_type", "population"))
    return Population({pk: kind for pk, kind, _ in rows}, {pk: people for pk, _, people in rows}, _successors(day))


def said_about(points: Iterable[int]) -> dict[int, list[Said]]:
    """What was said about each pain point, by its id. One query."""
    backing = Supporter.objects.filter(evidence=OuterRef("evidence"), organisation__kind="council").order_by()
    links: Any = EvidenceLink.objects.filter(pain_point__in=list(points)).annotate(
        backed_by=ArraySubquery(backing.values("organisation").distinct())
    )
    found: dict[int, list[Said]] = defaultdict(list)
    names = ("pain_point", "evidence", "evidence__organisation", "evidence__severity", "evidence__hours_a_month", "backed_by")
    for point, evidence, council, severity, hours, backed_by in links.order_by("evidence").values_list(*names):
        councils = frozenset({council, *backed_by} - {None})
        found[point].append(Said(evidence, councils, severity, hours))
    return found


def of_points(
    points: Iterable[PainPoint], said: Mapping[int, Sequence[Said]], population: Population
) -> dict[int, tuple[Carried, Priority]]:
    """What each pain point carries and how urgent that makes it, by id. No query where `judgement` was selected with them."""
    found = {}
    for point in points:
        counted = carried(said.get(point.pk, ()), population, LABELS)
        judgement: Judgement | None = getattr(point, "judgement", None)
        found[point.pk] = counted, priority(impact=counted.impact, reach=counted.reach, judgement=judgement)
    return found


def _successors(day: dt.date) -> dict[int, int]:
    """Who one council has become: through mergers, not through splits, of whose parts nobody knows which one it speaks for."""
    links = Succession.objects.filter(vests_on__lte=day).exclude(
        status__in=(SuccessionStatus.WITHDRAWN, SuccessionStatus.CHALLENGED)
    )
    following: dict[int, set[int]] = defaultdict(set)
    for predecessor, successor in links.values_list("predecessor", "successor"):
        following[predecessor].add(successor)
    return {council: last for council in following if (last := _last(council, following)) is not None}


def _last(council: int, following: Mapping[int, set[int]]) -> int | None:
    seen: set[int] = set()
    while council in following and council not in seen:
        seen.add(council)
        if len(following[council]) > 1:
            return None
        council = next(iter(following[council]))
    return council
