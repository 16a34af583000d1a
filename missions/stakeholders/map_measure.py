"""Who takes part, for the map. Stakes are never public, so this is for the people on the mission."""

import datetime as dt
from collections.abc import Sequence

from missions.core import formats
from missions.maps.measures import Group, Measure, Measured, Reading
from missions.register.models import Organisation
from missions.stakeholders.participants import participants
from missions.stewardship.models import Mission

YES, NO = Group("yes", "Takes part", "step-4", "Y"), Group("no", "Doesn’t take part", "step-0", "N")


def takes_part(mission: Mission, councils: Sequence[Organisation], day: dt.date) -> Measured:
    """Whether each council takes part. Two queries."""
    found = participants(mission, day)
    readings = {
        council.pk: Reading(YES.key, found.how(council.pk)) if council.pk in found else Reading(NO.key, NO.label)
        for council in councils
    }
    count = sum(council.pk in found for council in councils)
    share = formats.percent(count, len(councils))
    return Measured(
        [YES, NO], readings, f"{formats.thousands(count)} of {formats.thousands(len(councils))} councils ({share}) take part."
    )


TAKES_PART = Measure("Who takes part", takes_part, is_for_team=True)
