"""Reads over measurements."""

from typing import TYPE_CHECKING, Self

from missions.core.facts import FactQuerySet

if TYPE_CHECKING:
    from missions.outcomes.models import Measurement


class MeasurementQuerySet(FactQuerySet["Measurement"]):
    """Measurements by what may be shown."""

    def verified(self) -> Self:
        """Only what the team has verified counts in a figure."""
        return self.filter(status="verified")
