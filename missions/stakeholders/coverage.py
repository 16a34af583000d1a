"""Coverage: who takes part in a mission compared with who exists, as at a day, so that those who are missing are seen.

A council takes part when its stake is engaged or its people answered in a round. A council that followed others counts by itself: that
a predecessor took part is said beside its name, and doesn't make it one that does.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from missions.maps.bands import LABELS, NO_FIGURE, band_of
from missions.market.picture import KNOWN, Place, pictures_of
from missions.register.models import CouncilType, Organisation, Succession, SuccessionStatus
from missions.stakeholders.participants import Participants, participants
from missions.stewardship.models import Mission
from missions.stewardship.population import eligible_councils

UNKNOWN_SUPPLIER, NO_SYSTEM = "Unknown supplier", "Has no such system"
NOT_IN_FORCE = (SuccessionStatus.WITHDRAWN, SuccessionStatus.CHALLENGED)


@dataclass(frozen=True)
class Row:
    """One group of councils: how many exist, how many of them take part, and the people behind both."""

    key: str
    label: str
    exist: int
    take_part: int
    people: int
    people_represented: int
    without_population: int

    @property
    def missing(self) -> int:
        """Councils that don't take part."""
        return self.exist - self.take_part


@dataclass(frozen=True)
class Dimension:
    """The councils of a mission grouped in one way. `overlaps`: a council may stand in several rows."""

    key: str
    label: str
    rows: Sequence[Row]
    overlaps: bool = False


@dataclass(frozen=True)
class Missing:
    """A council that doesn't take part, with the names of predecessors that did."""

    council: Organisation
    suppliers: Sequence[str]
    predecessors: Sequence[str]


@dataclass(frozen=True)
class Coverage:
    """The eligible councils of a day and who of them takes part."""

    mission: Mission
    as_at: dt.date
    places: Sequence[Place]
    participants: Participants

    @cached_property
    def whole(self) -> Row:
        """All councils together."""
        return self._row("", "All councils", self.places)

    @cached_property
    def dimensions(self) -> list[Dimension]:
        """By type, region, population and supplier."""
        types, order = dict(CouncilType.choices), [*LABELS, NO_FIGURE]
        by_type = self._grouped(lambda place: [place.council.council_type])
        by_region = self._grouped(lambda place: [place.council.region or place.council.nation])
        by_band = self._grouped(lambda place: [band_of(place.council)[0]])
        by_supplier = self._grouped(suppliers_of)
        suppliers = sorted(by_supplier, key=lambda name: (name in (UNKNOWN_SUPPLIER, NO_SYSTEM), -len(by_supplier[name]), name))
        return [
            Dimension("type", "Type of council", [self._row(key, types[key], by_type[key]) for key in types if key in by_type]),
            Dimension(
                "region", "Region", [self._row(key, key or "Region not known", by_region[key]) for key in sorted(by_region)]
            ),
            Dimension("size", "Population", [self._row(key, label, by_band[key]) for key, label in order if key in by_band]),
            Dimension(
                "supplier",
                "Supplier that they use now",
                [self._row(name, name, by_supplier[name]) for name in suppliers],
                overlaps=sum(map(len, by_supplier.values())) > len(self.places),
            ),
        ]

    def missing(self, dimension: str = "", key: str = "") -> list[Missing]:
        """Councils that don't take part, those with most people first; of one group if given."""
        found = [place for place in self.places if place.council.pk not in self.participants and _in(place, dimension, key)]
        found.sort(key=lambda place: (-(place.council.population or 0), place.council.name, place.council.pk))
        return [Missing(place.council, suppliers_of(place), self._took_part_before(place.council)) for place in found]

    def _took_part_before(self, council: Any) -> list[str]:
        return [link["name"] for link in council.follows if link["pk"] in self.participants]

    def _grouped(self, keys_of: Callable[[Place], Sequence[str]]) -> dict[str, list[Place]]:
        groups: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            for key in keys_of(place):
                groups[key].append(place)
        return groups

    def _row(self, key: str, label: str, places: Iterable[Place]) -> Row:
        councils = [place.council for place in places]
        there = [council for council in councils if council.pk in self.participants]
        return Row(
            key=key,
            label=label,
            exist=len(councils),
            take_part=len(there),
            people=sum(council.population or 0 for council in councils),
            people_represented=sum(council.population or 0 for council in there),
            without_population=sum(council.population is None for council in councils),
        )


def coverage(mission: Mission, *, as_at: dt.date) -> Coverage:
    """Who takes part of those who exist. The same number of queries whatever the size."""
    links = Succession.objects.exclude(status__in=NOT_IN_FORCE).filter(successor=OuterRef("pk"), vests_on__lte=as_at)
    before = ArraySubquery(links.values(found=JSONObject(pk="predecessor", name="predecessor__name")))
    councils = eligible_councils(mission, as_at).annotate(follows=before).order_by("name", "pk")
    places = pictures_of(mission, councils, [as_at])[0].places
    return Coverage(mission, as_at, places, participants(mission, as_at))


def suppliers_of(place: Place) -> list[str]:
    """The suppliers that a council uses; “unknown” and “none” are answers of their own, and so is a second system in doubt."""
    names = sorted(place.suppliers)
    if place.state != KNOWN:
        return [NO_SYSTEM if place.state == "none" else UNKNOWN_SUPPLIER]
    return [*names, UNKNOWN_SUPPLIER] if place.in_doubt else names


def _in(place: Place, dimension: str, key: str) -> bool:
    council = place.council
    keys: dict[str, Callable[[], Sequence[str]]] = {
        "type": lambda: [council.council_type],
        "region": lambda: [council.region or council.nation],
        "size": lambda: [band_of(council)[0]],
        "supplier": lambda: suppliers_of(place),
    }
    return dimension not in keys or key in keys[dimension]()
