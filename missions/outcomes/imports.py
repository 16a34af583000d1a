"""Stores indicators, measurements and published outcomes that were read from tables."""

import datetime as dt
from collections.abc import Sequence

from missions.core.importing import Problem, Tally, upsert
from missions.interventions.models import Intervention, Iteration
from missions.outcomes.models import Indicator, Measurement, PublishedOutcome
from missions.outcomes.rollups import refresh
from missions.outcomes.rows import IndicatorRow, MeasurementRow, OutcomeRow
from missions.register.finding import Finder
from missions.stewardship.models import Mission

INDICATOR_FIELDS = (
    "name", "definition", "unit", "decimals", "direction", "frequency", "over_periods", "over_councils", "least_coverage",
    "source_title", "source_url", "caveat",
)  # fmt: skip
OUTCOME_FIELDS = ("name", "value", "unit", "baseline", "baseline_unit", "evidence_type", "where", "on_day", "source_url")
LINKS = ("intervention_id", "iteration_id")
WHY = "The published figure changed."


def store_indicators(mission: Mission, rows: Sequence[IndicatorRow]) -> Tally:
    """Create and update indicators."""
    has_headline = Indicator.objects.filter(mission=mission, is_headline=True).exists()
    items = [
        Indicator(
            mission=mission,
            slug=row.slug,
            is_headline=row.is_headline and not has_headline,
            **{name: getattr(row, name) for name in INDICATOR_FIELDS},
        )
        for row in rows
    ]
    return upsert(items, key=("mission_id", "slug"), fields=INDICATOR_FIELDS)


def store_measurements(mission: Mission, rows: Sequence[MeasurementRow], finder: Finder, *, now: dt.datetime) -> Tally:
    """Record what is new; a changed figure becomes a correction that names the one it replaces."""
    found = {indicator.slug: indicator for indicator in Indicator.objects.filter(mission=mission)}
    indicators = {slug: indicator.pk for slug, indicator in found.items()}
    present = Measurement.objects.known_at().filter(indicator__in=indicators.values(), category="")
    stored = {(item.indicator_id, item.organisation_id, item.period_start): item for item in present}
    tally, seen = Tally(), set()
    new: list[Measurement] = []
    for number, row in enumerate(rows, start=2):
        pk = _organisation(row.organisation, finder)
        key = (indicators[row.indicator], pk, row.period_start)
        if pk is None:
            tally.refused.append(Problem(number, "organisation", row.organisation, "No such council in the register."))
        elif key not in seen:
            seen.add(key)
            _keep(_measurement(row, key[0], pk, now), stored.get((key[0], pk, key[2])), tally, new)
    Measurement.objects.bulk_create(new, batch_size=2_000)
    for indicator in found.values():
        refresh(indicator, {item.period_start for item in new if item.indicator_id == indicator.pk})
    return tally


def store_outcomes(mission: Mission, rows: Sequence[OutcomeRow]) -> Tally:
    """Create and update published outcomes."""
    interventions = dict(Intervention.objects.filter(mission=mission).values_list("slug", "pk"))
    iterations = dict(Iteration.objects.filter(mission=mission).values_list("slug", "pk"))
    items = [
        PublishedOutcome(
            mission=mission,
            reference=row.reference,
            intervention_id=interventions.get(row.intervention),
            iteration_id=iterations.get(row.iteration),
            **{name: getattr(row, name) for name in OUTCOME_FIELDS},
        )
        for row in rows
    ]
    return upsert(items, key=("mission_id", "reference"), fields=(*OUTCOME_FIELDS, *LINKS))


def _organisation(reference: str, finder: Finder) -> int | None:
    scheme, _, value = reference.partition(":")
    return finder.gss(value) if scheme == "gss" else finder.reference(reference)


def _measurement(row: MeasurementRow, indicator_id: int, organisation_id: int, now: dt.datetime) -> Measurement:
    return Measurement(
        indicator_id=indicator_id,
        organisation_id=organisation_id,
        period_start=row.period_start,
        value_state=row.state,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        recorded_at=now,
    )


def _keep(item: Measurement, before: Measurement | None, tally: Tally, new: list[Measurement]) -> None:
    if before is None:
        tally.created += 1
    elif all(getattr(item, name) == getattr(before, name) for name in ("value_state", "value", "numerator", "denominator")):
        tally.unchanged += 1
        return
    else:
        item.supersedes, item.correction_reason = before, WHY
        tally.updated += 1
    new.append(item)
