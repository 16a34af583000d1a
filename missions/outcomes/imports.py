"""Stores indicators and published outcomes that were read from tables."""

from collections.abc import Sequence

from missions.core.importing import Tally, upsert
from missions.interventions.models import Intervention, Iteration
from missions.outcomes.models import Indicator, PublishedOutcome
from missions.outcomes.rows import IndicatorRow, OutcomeRow
from missions.stewardship.models import Mission

INDICATOR_FIELDS = (
    "name", "definition", "unit", "decimals", "direction", "frequency", "over_periods", "over_councils", "least_coverage",
    "lowest", "highest", "source_title", "source_url", "caveat",
)  # fmt: skip
OUTCOME_FIELDS = ("name", "value", "unit", "baseline", "baseline_unit", "evidence_type", "where", "on_day", "source_url")
LINKS = ("intervention_id", "iteration_id")


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
