"""Adoption of a mission's headline intervention, for the map."""

import datetime as dt
from collections.abc import Sequence

from missions.adoption.stages import MIXED, Stage
from missions.adoption.summary import LABELS, Summary, summarise
from missions.core import formats
from missions.interventions.models import Intervention
from missions.maps.measures import Group, Measure, Measured, Reading
from missions.register.models import Organisation
from missions.stewardship.models import Mission

LOOKS = {
    Stage.NOT_STARTED: ("step-0", "0"),
    Stage.AWARE: ("step-1", "1"),
    Stage.COMMITTED: ("step-2", "2"),
    Stage.PILOTING: ("step-3", "3"),
    Stage.LIVE: ("step-4", "4"),
    Stage.EMBEDDED: ("step-5", "5"),
    Stage.STOPPED: ("kind-1", "S"),
    MIXED: ("kind-2", "M"),
}


GROUPS = tuple(Group(key, LABELS[key], *LOOKS[key]) for key in LABELS)


def adoption(mission: Mission, councils: Sequence[Organisation], day: dt.date) -> Measured:
    """At which stage each council stands. Three queries."""
    headline = Intervention.objects.filter(mission=mission, is_headline=True).first()
    if headline is None:
        return Measured(GROUPS, summary="This mission has no headline intervention yet, so there is no stage to show.")
    return measured(summarise(headline, as_at=day))


def measured(summary: Summary) -> Measured:
    """The stages of one intervention, for a map; no query of its own."""
    share = formats.percent(summary.adopted, summary.councils_exist)
    readings = {pk: Reading(position.stage, LABELS[position.stage]) for pk, position in summary.positions.items()}
    words = f"{summary.intervention.name}: {summary.adopted} of {summary.councils_exist} councils ({share}) had adopted it."
    return Measured(GROUPS, readings, words)


MEASURE = Measure("Adoption of the headline intervention", adoption)
