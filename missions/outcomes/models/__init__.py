"""Indicators, what councils measured, the rollups that pages read, estimates of effects, and benefits."""

from missions.outcomes.models.benefits import BenefitAmount, BenefitLine
from missions.outcomes.models.collection import Ask, Collection, PeriodLock
from missions.outcomes.models.effects import Estimate
from missions.outcomes.models.groups import OTHERS, GroupKind, GroupSpan
from missions.outcomes.models.indicators import SCALES, Category, Direction, Indicator, Level, OverCouncils, OverPeriods
from missions.outcomes.models.measurements import Measurement, ValueState
from missions.outcomes.models.published import PublishedOutcome
from missions.outcomes.models.rollups import Rollup

__all__ = [
    "OTHERS",
    "SCALES",
    "Ask",
    "BenefitAmount",
    "BenefitLine",
    "Category",
    "Collection",
    "Direction",
    "Estimate",
    "GroupKind",
    "GroupSpan",
    "Indicator",
    "Level",
    "Measurement",
    "OverCouncils",
    "OverPeriods",
    "PeriodLock",
    "PublishedOutcome",
    "Rollup",
    "ValueState",
]
