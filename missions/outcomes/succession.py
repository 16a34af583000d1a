"""Figures that a reorganisation touches."""

import datetime as dt
from collections.abc import Sequence

from missions.core.registries import Touched
from missions.core.touching import touched
from missions.outcomes.models import Measurement


def series(councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
    """How many series of figures (one of each indicator) councils have; a series is told once, by its first figure."""
    first = Measurement.objects.filter(organisation__in=councils, period_start__lte=on)
    first = first.order_by("organisation_id", "indicator_id", "period_start", "pk").distinct("organisation_id", "indicator_id")
    rows = Measurement.objects.filter(pk__in=first.values("pk"))
    return touched(rows, organisation="organisation_id", mission="indicator__mission_id", missions=missions)
