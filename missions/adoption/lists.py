"""The list of councils with their stages: filtered, counted by region, and as CSV."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from missions.adoption.stages import ADOPTED
from missions.adoption.summary import LABELS, Summary
from missions.register.models import Identifier, Organisation, Scheme

HEADERS = ("code", "council", "type", "region", "stage", "since", "from its predecessors", "as at")


@dataclass(frozen=True)
class CouncilRow:
    """One council of the list."""

    council: Organisation
    stage: str
    since: dt.date | None
    inherited: bool

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


def council_rows(summary: Summary) -> list[CouncilRow]:
    """Every council of the population on the day, by name."""
    fields = ("code", "name", "council_type", "region")
    councils = Organisation.objects.filter(pk__in=summary.positions).only(*fields).order_by("name", "pk")
    positions = summary.positions
    return [CouncilRow(council, (place := positions[council.pk]).stage, place.since, place.inherited) for council in councils]


def by_gss(rows: Sequence[CouncilRow]) -> dict[str, CouncilRow]:
    """The rows by GSS code, for the map."""
    of = {row.council.pk: row for row in rows}
    pairs = Identifier.objects.filter(scheme=Scheme.GSS, organisation__in=of).values_list("value", "organisation_id")
    return {code: of[pk] for code, pk in pairs}


def by_region(rows: Sequence[CouncilRow]) -> list[RegionRow]:
    """Regions by name, each with its councils."""
    councils = Counter(row.council.region for row in rows)
    adopted = Counter(row.council.region for row in rows if row.stage in ADOPTED)
    return [RegionRow(region, adopted[region], councils[region]) for region in sorted(councils)]


def filtered(rows: Sequence[CouncilRow], filters: Mapping[str, str]) -> list[CouncilRow]:
    """Rows that match every filter that is set; words look at the name and the code."""
    text = filters["q"].lower()
    return [
        row
        for row in rows
        if filters["stage"] in ("", row.stage)
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
            as_at,
        )
