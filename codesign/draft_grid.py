"""The grid element × council × supplier of one version, read from the database. What councils say here is their own, not a vote."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codesign import forecasting
from codesign.draft_models import DraftVersion, Element, ElementAnswer, SystemInUse
from codesign.models import Segment
from missions.market.models import Deployment, Product
from missions.register.models import Organisation
from missions.stewardship.models import Mission


@dataclass(frozen=True)
class ReadGrid:
    """Elements in order, councils by id, the position of each on each element, and the supplier of each council's system."""

    elements: Sequence[Element]
    councils: Mapping[int, Organisation]
    positions: Mapping[int, Mapping[int, str]]
    supplier_of: Mapping[int, int | None]
    suppliers: Mapping[int, Organisation]

    @property
    def keys(self) -> list[int]:
        """The elements' ids, in order."""
        return [item.pk for item in self.elements]

    def forecast(self) -> forecasting.Forecast:
        """What stands in councils' way, and which supplier's change brings the most."""
        return forecasting.forecast(self.keys, self.positions, self.supplier_of)

    def figures(self) -> list[tuple[Element, forecasting.ElementFigures]]:
        """Each element with its counts."""
        return list(zip(self.elements, forecasting.figures(self.keys, self.positions), strict=True))

    def to_do(self, supplier: int | None) -> list[tuple[Element, list[Organisation]]]:
        """What a supplier must change, with the councils that wait for it."""
        by_key = {item.pk: item for item in self.elements}
        rows = forecasting.to_do(self.keys, self.positions, self.supplier_of, supplier)
        return [
            (by_key[element], sorted((self.councils[pk] for pk in councils), key=lambda council: council.name))
            for element, councils in rows
        ]

    def rows(self) -> list[tuple[Organisation, Organisation | None, list[str]]]:
        """Each council by name, its supplier, and its position on each element (empty: not answered)."""
        return [
            (council, self.suppliers.get(self.supplier_of.get(pk) or 0), [self.positions[pk].get(key, "") for key in self.keys])
            for pk, council in sorted(self.councils.items(), key=lambda pair: pair[1].name)
        ]


def grid_of(version: DraftVersion, *, on: dt.date) -> ReadGrid:
    """Answers by councils' people on this version; suppliers and practitioners have none. Six queries."""
    elements = list(version.elements.all())
    answers: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    people = ElementAnswer.objects.filter(element__version=version, participant__segment=Segment.COUNCIL)
    for council, element, value in people.values_list("participant__organisation", "element", "value"):
        if council is not None:
            answers[council][element].append(value)
    positions = {
        council: {element: forecasting.position(values) for element, values in by_element.items()}
        for council, by_element in answers.items()
    }
    supplier_of = _suppliers(version, set(positions), on)
    return ReadGrid(
        elements,
        Organisation.objects.in_bulk(positions),
        positions,
        supplier_of,
        Organisation.objects.in_bulk({pk for pk in supplier_of.values() if pk is not None}),
    )


def recorded_system(mission: Mission, council_id: int, on: dt.date) -> Product | None:
    """The one product that the market's record shows for a council; None where it shows none or several."""
    running = Deployment.objects.for_service(mission.service).as_at(on).filter(council=council_id)
    found = list(running.select_related("product__supplier").order_by("pk")[:2])
    return found[0].product if len(found) == 1 else None


def _suppliers(version: DraftVersion, councils: set[int], on: dt.date) -> dict[int, int | None]:
    """What its people say comes before the market's record; where either names several suppliers, it isn't known which must change."""
    said: dict[int, set[int | None]] = defaultdict(set)
    told = SystemInUse.objects.filter(participant__organisation__in=councils, participant__round__review__version=version)
    for council, supplier in told.values_list("participant__organisation", "product__supplier"):
        if council is not None:
            said[council].add(supplier)
    recorded: dict[int, set[int | None]] = defaultdict(set)
    running = Deployment.objects.for_service(version.draft.mission.service).as_at(on).filter(council__in=councils - set(said))
    for council, supplier in running.order_by().values_list("council", "product__supplier"):
        recorded[council].add(supplier)
    return {council: _only(said.get(council) or recorded.get(council, set())) for council in councils}


def _only(suppliers: set[int | None]) -> int | None:
    return next(iter(suppliers)) if len(suppliers) == 1 else None
