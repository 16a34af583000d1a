"""Indicators, what councils measured, and the rollups that pages read."""

from missions.outcomes.models.indicators import Direction, Indicator, Level, OverCouncils, OverPeriods
from missions.outcomes.models.measurements import Measurement, ValueState
from missions.outcomes.models.published import PublishedOutcome
from missions.outcomes.models.rollups import Rollup

__all__ = [
    "Direction",
    "Indicator",
    "Level",
    "Measurement",
    "OverCouncils",
    "OverPeriods",
    "PublishedOutcome",
    "Rollup",
    "ValueState",
]
