"""Indicators, measurements and published outcomes as tables state them, before they are stored."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class IndicatorRow:
    """What is measured, and how its values add up on each axis."""

    slug: str
    name: str
    definition: str
    unit: str
    direction: str
    frequency: str
    over_periods: str
    over_councils: str
    least_coverage: Decimal = Decimal("0.5")
    decimals: int = 0
    lowest: Decimal | None = None
    highest: Decimal | None = None
    is_headline: bool = False
    source_title: str = ""
    source_url: str = ""
    caveat: str = ""


@dataclass(frozen=True)
class MeasurementRow:
    """One council's value for one period; `organisation` is a reference of planning data or “gss:CODE”.

    Published series run on codes that are older than the register's first days; what people type must be of a council's own time.
    """

    indicator: str
    organisation: str
    period_start: dt.date
    value: Decimal | None = None
    state: str = "number"
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    category: str = ""
    note: str = ""
    line: int = 0
    is_published: bool = True


@dataclass(frozen=True)
class OutcomeRow:
    """A single figure as somebody published it."""

    reference: str
    name: str
    value: str
    unit: str = ""
    baseline: str = ""
    baseline_unit: str = ""
    evidence_type: str = ""
    where: str = ""
    intervention: str = ""
    iteration: str = ""
    on_day: dt.date | None = None
    source_url: str = ""
