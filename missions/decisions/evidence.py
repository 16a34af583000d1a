"""What a frozen bundle takes from here: decisions taken about iterations, and how many wait."""

import datetime as dt
from typing import Any

from missions.core import clock
from missions.core.registries import EvidenceSource
from missions.decisions.models import Decision
from missions.interventions.models import Iteration


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """One query. Only decisions about an iteration are told in full: others stay with the people on the mission."""
    end = min(clock.start_of(as_at + dt.timedelta(days=1)), known_at)
    asked = Decision.objects.filter(mission=mission_id, asked_at__lte=end).select_related("iteration")
    found = list(asked.order_by("decided_at", "pk"))
    rows = [_row(item, item.iteration, item.decided_at) for item in found if item.iteration and _taken_by(item, end)]
    return {"taken": rows, "waiting": sum(item.is_waiting for item in found), "caveats": []}


def _taken_by(item: Decision, end: dt.datetime) -> bool:
    return item.decided_at is not None and item.decided_at <= end


def _row(item: Decision, iteration: Iteration, decided_at: dt.datetime | None) -> dict[str, Any]:
    return {
        "question": item.question,
        "iteration": iteration.name,
        "outcome": item.get_outcome_display(),
        "rationale": item.rationale,
        "decided_on": clock.london_day(decided_at).isoformat() if decided_at else None,
    }


SOURCE = EvidenceSource("Decisions", collect)
