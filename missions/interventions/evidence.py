"""What a frozen bundle takes from here: interventions by status, and the latest iterations."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from missions.core.registries import EvidenceSource
from missions.interventions.lifecycle import INTERVENTION
from missions.interventions.models import Intervention, Iteration

LATEST = 10


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """Two queries."""
    mine = Intervention.objects.filter(mission=mission_id)
    counts = dict(mine.order_by().values_list("status").annotate(Count("pk")))
    iterations = Iteration.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=as_at), mission=mission_id)
    iterations = iterations.exclude(status__in=("planned", "cancelled"))
    found = list(iterations.order_by("-starts_on", "name"))
    return {
        "interventions": sum(counts.values()),
        "by_status": [
            {"status": status, "label": state.label, "count": counts.get(status, 0)}
            for status, state in INTERVENTION.states.items()
        ],
        "iterations": len(found),
        "latest_iterations": [_row(item) for item in found[:LATEST]],
        "caveats": [],
    }


def _row(item: Iteration) -> dict[str, Any]:
    return {
        "id": item.pk,
        "name": item.name,
        "method": item.get_method_display(),
        "status": item.status,
        "status_label": item.get_status_display(),
        "starts_on": item.starts_on.isoformat() if item.starts_on else None,
        "last_day": item.last_day.isoformat() if item.last_day else None,
        "lesson": item.lesson,
    }


SOURCE = EvidenceSource("Interventions and iterations", collect)
