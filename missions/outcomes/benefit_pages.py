"""What the page of costs and benefits and its PDF show."""

from typing import Any

from missions.outcomes.appraisal import Schedule
from missions.outcomes.benefit_figures import curve, moving_row, realised_row, results
from missions.outcomes.benefits import SWING, case_of
from missions.outcomes.models import BenefitLine


def case_page(mission_id: int, schedule: Schedule) -> dict[str, Any]:
    """The lines that count and the case that they make, discounted by a schedule. Two queries."""
    found = BenefitLine.objects.counting().filter(mission=mission_id)
    lines = list(found.select_related("mission", "owner", "intervention").prefetch_related("amounts"))
    case = case_of(lines, schedule)
    return {
        "lines": lines,
        "unvalued": [line for line in lines if not line.amounts.all()],
        "schedule": schedule,
        "case": case,
        "figure": curve(case) if case else None,
        "results": results(case) if case else [],
        "moving": [moving_row(item) for item in case.moving] if case else [],
        "realised": [realised_row(item, has_actual=case.last_actual is not None) for item in case.realised] if case else [],
        "swing": int(SWING * 100),
        "is_illustrative": any(line.is_illustrative for line in lines),
    }
