"""The kinds of council that answers are shown by: type, region, and the supplier whose system a council runs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from missions.market.models import Deployment
from missions.register.models import CouncilType, Organisation
from missions.stewardship.models import Mission
from missions.stewardship.population import eligible_councils

NOT_KNOWN, SEVERAL = "Not known", "More than one supplier"


@dataclass(frozen=True)
class Dimension:
    """The segments of one kind, the segment of each council, and how many councils of the mission's population are in each."""

    key: str
    title: str
    labels: tuple[str, ...]
    segment_of: Mapping[int, int]
    exist: tuple[int, ...]


def dimensions(mission: Mission, councils: set[int], day: dt.date) -> list[Dimension]:
    """The three kinds as at a day, over the population and the councils that answered. Three queries."""
    exist = set(eligible_councils(mission, day).values_list("pk", flat=True))
    rows = list(
        Organisation.objects.filter(pk__in=exist | councils).order_by("pk").values_list("pk", "council_type", "region", "nation")
    )
    types = {pk: str(CouncilType(kind).label) if kind else NOT_KNOWN for pk, kind, _, _ in rows}
    regions = {pk: region or nation or NOT_KNOWN for pk, _, region, nation in rows}
    suppliers = _suppliers(mission, exist | councils, day)
    return [
        _dimension("type", "Council type", types, exist),
        _dimension("region", "Region", regions, exist),
        _dimension("supplier", "Supplier whose system they run", suppliers, exist),
    ]


def _suppliers(mission: Mission, councils: set[int], day: dt.date) -> dict[int, str]:
    names: dict[int, set[str]] = defaultdict(set)
    running = (
        Deployment.objects.for_service(mission.service).as_at(day).filter(council__in=councils, product__supplier__isnull=False)
    )
    for council, supplier in running.order_by().values_list("council", "product__supplier__name"):
        names[council].add(supplier)
    return {pk: (SEVERAL if len(names[pk]) > 1 else next(iter(names[pk]), NOT_KNOWN)) for pk in councils}


def _dimension(key: str, title: str, label_of: Mapping[int, str], exist: set[int]) -> Dimension:
    """Segments by name, what isn't known last."""
    labels = sorted(set(label_of.values()), key=lambda label: (label in (NOT_KNOWN, SEVERAL), label))
    place = {label: number for number, label in enumerate(labels)}
    counts = [0] * len(labels)
    for pk in exist & set(label_of):
        counts[place[label_of[pk]]] += 1
    return Dimension(key, title, tuple(labels), {pk: place[label] for pk, label in label_of.items()}, tuple(counts))
