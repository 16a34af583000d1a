"""Stages that a reorganisation touches."""

import datetime as dt
from collections.abc import Sequence

from missions.adoption.models import AdoptionEvent
from missions.adoption.stages import Stage
from missions.core.registries import Touched, TouchedRow
from missions.core.touching import touched


def stages(councils: Sequence[int], on: dt.date, missions: Sequence[int] | None) -> Touched:
    """The latest stage of each council with each intervention."""
    latest = AdoptionEvent.objects.as_at(on).filter(organisation__in=councils).latest_by_council()
    rows = AdoptionEvent.objects.filter(pk__in=latest.values("pk")).select_related("intervention__mission", "organisation")
    return touched(
        rows.order_by("intervention__name", "organisation__name"),
        organisation="organisation_id",
        mission="intervention__mission_id",
        missions=missions,
        describe=_told,
    )


def _told(event: AdoptionEvent) -> TouchedRow:
    text = f"{event.intervention.name}: {Stage(event.stage).label.lower()}"
    return TouchedRow(event.organisation_id, text, day=event.happened_on)
