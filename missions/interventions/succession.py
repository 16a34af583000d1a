"""Iterations that a reorganisation touches."""

import datetime as dt
from collections.abc import Sequence

from missions.core.registries import Touched
from missions.core.spans import true_on
from missions.core.touching import touched
from missions.interventions.models import Iteration


def aimed_at(councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
    """Iterations that run on a day and are aimed at councils."""
    targets = Iteration.targeted_councils.through._default_manager.filter(true_on(on, "iteration__"), organisation__in=councils)
    return touched(targets, organisation="organisation_id", mission="iteration__mission_id", missions=missions)
