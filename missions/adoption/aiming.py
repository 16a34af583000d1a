"""Councils for an iteration, picked by filter: type, region, supplier, and the stage where they stand with an intervention."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from missions.adoption.summary import LABELS, summarise
from missions.interventions.models import Intervention, Iteration
from missions.register.models import CouncilType, Organisation

BY_HAND = "Chosen by hand"


@dataclass(frozen=True)
class Wanted:
    """What councils must be like; what is empty doesn’t matter."""

    types: Sequence[str] = ()
    regions: Sequence[str] = ()
    supplier: str = ""
    stages: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.types or self.regions or self.supplier or self.stages)

    def in_words(self, intervention: Intervention) -> str:
        """As it is kept beside the councils."""
        parts = (
            ("type", ", ".join(CouncilType(value).label for value in self.types)),
            ("region", ", ".join(self.regions)),
            ("supplier", self.supplier),
            (f"stage with {intervention.name}", ", ".join(LABELS[value].lower() for value in self.stages)),
        )
        return "; ".join(f"{name}: {value}" for name, value in parts if value) or "All councils"


@dataclass(frozen=True)
class Candidate:
    """A council that may be chosen: its stage, and the iterations of the same intervention that it would be in as well."""

    council: Organisation
    stage: str
    is_chosen: bool
    also_in: Sequence[Iteration]

    @property
    def label(self) -> str:
        """The stage in words."""
        return LABELS[self.stage]


def everybody(
    intervention: Intervention, day: dt.date, *, chosen: frozenset[int], also: Mapping[int, Sequence[Iteration]]
) -> list[Candidate]:
    """Every council of the mission, by name. Three queries."""
    positions = summarise(intervention, as_at=day).positions
    councils = Organisation.objects.filter(pk__in=positions).order_by("name", "pk")
    return [
        Candidate(council, positions[council.pk].stage, council.pk in chosen, also.get(council.pk, ())) for council in councils
    ]


def matching(rows: Sequence[Candidate], wanted: Wanted, suppliers: Mapping[int, Collection[str]]) -> list[Candidate]:
    """Those that are like that."""
    return [
        row
        for row in rows
        if (not wanted.types or row.council.council_type in wanted.types)
        and (not wanted.regions or row.council.region in wanted.regions)
        and (not wanted.supplier or wanted.supplier in suppliers[row.council.pk])
        and (not wanted.stages or row.stage in wanted.stages)
    ]
