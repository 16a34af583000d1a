"""Evidence that a reorganisation touches."""

import datetime as dt
from collections.abc import Sequence

from missions.core.registries import Touched
from missions.core.touching import touched
from missions.problems.models import Evidence


def evidence_given(councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
    """How often councils said what hurts; never what, which may be in confidence."""
    rows = Evidence.objects.filter(organisation__in=councils)
    return touched(rows, organisation="organisation_id", mission="mission_id", missions=missions)
