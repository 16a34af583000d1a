"""Reads over adoption events."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from missions.core.facts import FactQuerySet

if TYPE_CHECKING:
    from missions.adoption.models import AdoptionEvent


class AdoptionEventQuerySet(FactQuerySet["AdoptionEvent"]):
    """Events by day and by what was known."""

    def known_at(self, moment: dt.datetime | None = None) -> Self:
        """Events recorded by `moment`, neither corrected nor returned by the mission team by then; None means all so far."""
        returned = Q(review__verdict="returned")
        if moment is not None:
            returned &= Q(review__made_at__lte=moment)
        return super().known_at(moment).exclude(returned)

    def waiting(self) -> Self:
        """Reports of councils that the mission team has neither verified nor returned; a corrected one waits no more."""
        return self.filter(source="self-reported", review__isnull=True, superseded_by__isnull=True)

    def as_at(self, day: dt.date, known_at: dt.datetime | None = None) -> Self:
        """Events that had happened by that day, as recorded by `known_at`."""
        return self.known_at(known_at).filter(happened_on__lte=day)

    def latest_by_council(self) -> Self:
        """The last event of each council with each intervention."""
        return self.order_by("intervention_id", "organisation_id", "-happened_on", "-recorded_at", "-pk").distinct(
            "intervention_id", "organisation_id"
        )
