"""What a frozen bundle takes from here: pain points by status, and how much of what was said is linked to them."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from missions.core.registries import EvidenceSource
from missions.problems.lifecycle import PAIN_POINT
from missions.problems.models import Evidence, PainPoint

MOST_SAID = 5


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """Four queries. A pain point's status is the one it has now: earlier ones are not asked for."""
    points = PainPoint.objects.filter(Q(reported_on__isnull=True) | Q(reported_on__lte=as_at), mission=mission_id)
    counts = dict(points.order_by().values_list("status").annotate(Count("pk")))
    said = Evidence.objects.filter(
        Q(said_on__isnull=True) | Q(said_on__lte=as_at), mission=mission_id, recorded_at__lte=known_at
    ).exclude(text="")
    most_said = points.with_figures().filter(pieces__gt=0).order_by("-pieces", "reference")[:MOST_SAID]
    return {
        "pain_points": sum(counts.values()),
        "by_status": [
            {"status": status, "label": state.label, "count": counts.get(status, 0)} for status, state in PAIN_POINT.states.items()
        ],
        "submissions": said.count(),
        "submissions_linked": said.filter(links__isnull=False).distinct().count(),
        "most_said": [
            {"reference": point.reference, "title": point.title, "times": point.pieces, "councils": point.councils_affected}
            for point in most_said
        ],
        "caveats": [],
    }


SOURCE = EvidenceSource("Pain points", collect)
