"""The list of councils with their stages: filtered, counted by region, and as CSV."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from missions.adoption.access import reporters
from missions.adoption.derivation import Position
from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import ADOPTED
from missions.adoption.summary import LABELS, Summary
from missions.adoption.together import Trials
from missions.interventions.models import Iteration
from missions.register.models import Organisation
from missions.stewardship.access import Standing

HEADERS = (
    "code", "council", "type", "region", "stage", "since", "from its predecessors", "not verified", "in two iterations at once", "as at",
)  # fmt: skip


@dataclass(frozen=True)
class CouncilRow:
    """One council of the list."""

    council: Organisation
    stage: str
    since: dt.date | None
    inherited: bool
    is_unverified: bool = False
    in_two: Sequence[Iteration] = ()
    is_own: bool = False

    @property
    def label(self) -> str:
        """The stage in words."""
        return LABELS[self.stage]


@dataclass(frozen=True)
class RegionRow:
    """How many councils of a region have adopted it."""

    region: str
    adopted: int
    councils: int


def council_rows(summary: Summary, trials: Trials, standing: Standing) -> list[CouncilRow]:
    """Every council of the population on the day, by name, with whether a person may record its stage as its own staff. One query."""
    fields = ("code", "name", "council_type", "region", "population")
    reports = AdoptionEvent.objects.waiting().filter(intervention=summary.intervention, organisation=OuterRef("pk"))
    reported = ArraySubquery(reports.order_by().values(found=JSONObject(day="happened_on", stage="stage")))
    own = reporters(standing.user, on=standing.on).filter(organisation=OuterRef("pk"))
    councils: Any = Organisation.objects.filter(pk__in=summary.positions).only(*fields)
    councils = councils.annotate(reported=reported, is_own=Exists(own))
    positions, twice = summary.positions, trials.in_two
    return [
        CouncilRow(
            council,
            (place := positions[council.pk]).stage,
            place.since,
            place.inherited,
            rests_on(place, council.reported),
            twice.get(council.pk, ()),
            council.is_own,
        )
        for council in councils.order_by("name", "pk")
    ]


def rests_on(place: Position, reports: Iterable[Mapping[str, str]]) -> bool:
    """Whether a stage rests on a council's own report, which nobody has checked yet."""
    if place.inherited or place.since is None:
        return False
    return {"day": place.since.isoformat(), "stage": place.stage} in reports


def by_region(rows: Sequence[CouncilRow]) -> list[RegionRow]:
    """Regions by name, each with its councils."""
    councils = Counter(row.council.region for row in rows)
    adopted = Counter(row.council.region for row in rows if row.stage in ADOPTED)
    return [RegionRow(region, adopted[region], councils[region]) for region in sorted(councils)]


def filtered(rows: Sequence[CouncilRow], filters: Mapping[str, str], councils: Collection[int] | None = None) -> list[CouncilRow]:
    """Rows that match every filter that is set, of `councils` if given; words look at the name and the code."""
    text = filters["q"].lower()
    return [
        row
        for row in rows
        if (councils is None or row.council.pk in councils)
        and filters["stage"] in ("", row.stage)
        and filters["type"] in ("", row.council.council_type)
        and filters["region"] in ("", row.council.region)
        and (not text or text in row.council.name.lower() or text == row.council.code.lower())
    ]


def csv_rows(rows: Sequence[CouncilRow], as_at: dt.date) -> Iterator[tuple[object, ...]]:
    """The list as cells, headers first."""
    yield HEADERS
    for row in rows:
        council, inherited = row.council, "yes" if row.inherited else "no"
        yield (
            council.code,
            council.name,
            council.get_council_type_display(),
            council.region,
            row.label,
            row.since,
            inherited,
            "yes" if row.is_unverified else "no",
            "; ".join(item.name for item in row.in_two),
            as_at,
        )
