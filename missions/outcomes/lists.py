"""One council's value beside another's, for a page and for a file."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from missions.core.periods import Frequency, Period
from missions.outcomes.models import Indicator, Measurement, ValueState
from missions.register.models import Organisation

HEADERS = ("code", "council", "period", "first day", "value", "unit", "state", "numerator", "denominator")
NOT_REPORTED = "Not reported"


def value_text(indicator: Indicator, measurement: Measurement | None) -> str:
    """The number, or the word for having none."""
    if measurement is None:
        return NOT_REPORTED
    if measurement.value is None:
        return ValueState(measurement.value_state).label
    return indicator.written(measurement.value)


def values_of(
    indicator: Indicator, councils: Iterable[Organisation], period_start: dt.date
) -> list[tuple[Organisation, str, bool]]:
    """Each council with its value in words and whether there is one, in one query."""
    councils = list(councils)
    measured = Measurement.objects.shown().filter(indicator=indicator, period_start=period_start, organisation__in=councils)
    by_council = {item.organisation_id: item for item in measured}
    return [(council, value_text(indicator, by_council.get(council.pk)), council.pk in by_council) for council in councils]


def csv_rows(indicator: Indicator) -> Iterator[tuple[object, ...]]:
    """Every value that figures rest on, headers first, read from the database as it is sent."""
    yield HEADERS
    fields = ("organisation__code", "organisation__name", "period_start", "value", "value_state", "numerator", "denominator")
    found = Measurement.objects.shown().filter(indicator=indicator).order_by("period_start", "organisation__code")
    frequency = Frequency(indicator.frequency)
    for code, name, start, value, state, above, below in found.values_list(*fields).iterator(chunk_size=2_000):
        label = Period(start, frequency).label
        yield (
            code,
            name,
            label,
            start,
            plain_number(value),
            indicator.unit,
            ValueState(state).label,
            plain_number(above),
            plain_number(below),
        )


def plain_number(value: Decimal | None) -> str:
    """“12.5” for 12.5000, never “1E+3”."""
    return "" if value is None else f"{value.normalize():f}"
