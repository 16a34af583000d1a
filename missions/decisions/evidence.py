"""What a frozen bundle takes from here: decisions taken about iterations, and how many wait."""

import datetime as dt
from typing import Any

from missions.core import clock
from missions.core.registries import EvidenceSource
from missions.decisions.models import Decision


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """Two queries. Only decisions about an iteration are told in full: others stay with the people on the mission."""
    end = min(clock.start_of(as_at + dt.timedelta(days=1)), known_at)
    asked = Decision.objects.filter(mission=mission_id, asked_at__lte=end)
    taken = asked.filter(status="taken", decided_at__lte=end, iteration__isnull=False).select_related("iteration")
    return {
        "taken": [_row(item) for item in taken.order_by("decided_at", "pk")],
        "waiting": asked.waiting().count(),
        "caveats": [],
    }


def _row(item: Decision) -> dict[str, Any]:
    assert item.iteration is not None
    assert item.decided_at is not None
    return {
        "question": item.question,
        "iteration": item.iteration.name,
        "outcome": item.get_outcome_display(),
        "rationale": item.rationale,
        "decided_on": clock.london_day(item.decided_at).isoformat(),
    }


SOURCE = EvidenceSource("Decisions", collect)
