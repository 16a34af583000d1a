"""What a frozen bundle takes of effects and of costs and benefits."""

import datetime as dt
from typing import Any

from missions.core.registries import EvidenceSource
from missions.outcomes.appraisal import schedule_of
from missions.outcomes.appraisal.discounting import STANDARD
from missions.outcomes.benefit_figures import curve, realised_row, results
from missions.outcomes.benefit_pages import case_page
from missions.outcomes.models import Estimate


def collect_effects(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """The latest estimate of each question that had been made by then. One query."""
    made = Estimate.objects.filter(indicator__mission=mission_id, made_at__lte=known_at).select_related(
        "indicator", "intervention"
    )
    latest = made.order_by("indicator_id", "intervention_id", "stage", "-made_at", "-pk").distinct(
        "indicator_id", "intervention_id", "stage"
    )
    rows = [_effect(item) for item in latest]
    rows.sort(key=lambda row: (bool(row["refused"]), not row["is_headline"], row["indicator"], row["intervention"]))
    return {"effects": rows, "caveats": []}


def _effect(item: Estimate) -> dict[str, Any]:
    wanted = (
        "sentence",
        "strength",
        "refused",
        "warnings",
        "event_study",
        "reference_period",
        "pre_trend_p",
        "funded",
        "adopters",
    )
    return {
        "indicator": item.indicator.name,
        "slug": item.indicator.slug,
        "unit": item.indicator.unit,
        "intervention": item.intervention.name,
        "stage": item.get_stage_display(),
        "is_headline": item.indicator.is_headline,
        "made_at": item.made_at.isoformat(),
        "method": item.method,
        "inputs_sha256": item.inputs_sha256,
        **{name: item.result.get(name) for name in wanted},
    }


def collect_benefits(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """The case as it stands now, at standard rates: amounts have no history by day. Two queries."""
    schedule = schedule_of(STANDARD, as_at)
    page = case_page(mission_id, schedule)
    case = page["case"]
    if case is None:
        return {"results": [], "caveats": []}
    return {
        "results": [list(row) for row in results(case)],
        "realised": [list(realised_row(item, has_actual=case.last_actual is not None)) for item in case.realised],
        "unvalued": [f"{line.name} ({line.bearer})" for line in page["unvalued"]],
        "price_base": case.price_base,
        "year_zero": case.year_zero,
        "vintage": schedule.vintage,
        "source": schedule.source,
        "chart": curve(case).as_json(),
        "is_illustrative": page["is_illustrative"],
        "caveats": [],
    }


EFFECTS = EvidenceSource("Effects", collect_effects)
BENEFITS = EvidenceSource("Costs and benefits", collect_benefits)
