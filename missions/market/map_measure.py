"""Who supplies each council, for the map."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from missions.core import formats
from missions.maps.measures import Group, Measure, Measured, Reading, kinds
from missions.market.picture import KNOWN, Place, pictures_of
from missions.register.models import Organisation
from missions.stewardship.models import Mission

# Suppliers with a colour of their own; with the groups below there are as many as the style sheet has.
MOST_SUPPLIERS = 8
SEVERAL, OTHER, NONE, REFUSED = "several", "other", "none", "refused"


def supplier(mission: Mission, councils: Sequence[Organisation], day: dt.date) -> Measured:
    """The supplier of each council; one with several suppliers is a group of its own. Four queries."""
    places = pictures_of(mission, councils, [day])[0].places
    single = Counter(next(iter(place.suppliers)) for place in places if len(place.suppliers) == 1)
    named = sorted(single, key=lambda name: (-single[name], name))[:MOST_SUPPLIERS]
    readings = {place.council.pk: reading for place in places if (reading := _reading(place, named))}
    used = {reading.group for reading in readings.values()}
    labels = [*((name, name) for name in named), (OTHER, "Another supplier"), (SEVERAL, "Several suppliers")]
    groups: list[Group] = kinds([(key, label) for key, label in labels if key in used])
    groups += [group for group in kinds_without(len(groups)) if group.key in used]
    known = sum(place.state == KNOWN for place in places)
    return Measured(
        groups,
        readings,
        f"The supplier of {formats.thousands(known)} of {formats.thousands(len(places))} councils is known.",
        "A council with systems of several suppliers is shown as such. Not known: its supplier isn’t known, or nothing is recorded.",
    )


def kinds_without(taken: int) -> list[Group]:
    """The groups of councils that have no supplier to show, after those that are taken."""
    blanks = [("", "")] * taken
    return kinds([*blanks, (REFUSED, "Refused to say"), (NONE, "Has no such system")])[taken:]


def _reading(place: Place, named: Sequence[str]) -> Reading | None:
    if len(place.suppliers) > 1:
        return Reading(SEVERAL, ", ".join(sorted(place.suppliers)))
    if place.suppliers:
        name = next(iter(place.suppliers))
        in_part = f", and {place.in_doubt} of an unknown supplier" if place.in_doubt else ""
        return Reading(name if name in named else OTHER, f"{name}{in_part}")
    if place.state in (REFUSED, NONE):
        return Reading(place.state, place.label)
    return None


SUPPLIER = Measure("Supplier", supplier)
