"""Measures that the register knows by itself: population and region."""

import datetime as dt
from collections.abc import Sequence

from missions.core import formats
from missions.maps.bands import LABELS, band_of
from missions.maps.measures import Measure, Measured, Reading, kinds, steps
from missions.register.models import Organisation
from missions.stewardship.models import Mission


def population(mission: Mission, councils: Sequence[Organisation], day: dt.date) -> Measured:
    """How many people live in each; no query of its own."""
    known = [council for council in councils if council.population is not None]
    people = sum(council.population or 0 for council in known)
    summary = f"{formats.thousands(people)} people live in the {formats.thousands(len(known))} councils with a figure."
    readings = {council.pk: Reading(band_of(council)[0], formats.thousands(council.population)) for council in known}
    return Measured(steps(LABELS), readings, summary)


def region(mission: Mission, councils: Sequence[Organisation], day: dt.date) -> Measured:
    """In which region or nation each lies; no query of its own."""
    places = {council.pk: council.region or council.nation for council in councils}
    names = sorted({name for name in places.values() if name})
    summary = f"The councils lie in {len(names)} region{'' if len(names) == 1 else 's'}."
    return Measured(
        kinds([(name, name) for name in names]), {pk: Reading(name, name) for pk, name in places.items() if name}, summary
    )


POPULATION = Measure("Population", population)
REGION = Measure("Region", region)
