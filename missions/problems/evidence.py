"""What a frozen bundle takes from here: pain points by status, and how much of what was said is linked to them."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, Q

from missions.core.registries import EvidenceSource
from missions.problems.lifecycle import PAIN_POINT
from missions.problems.models import Evidence, PainPoint

MOST_SAID = 5


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """Two queries. A pain point's status is the one it has now: earlier ones are not asked for."""
    reported = PainPoint.objects.filter(Q(reported_on__isnull=True) | Q(reported_on__lte=as_at), mission=mission_id)
    points: list[Any] = sorted(reported.with_figures(), key=lambda point: (-_pieces(point), point.reference))
    counts = Counter(point.status for point in points)
    said = Evidence.objects.filter(
        Q(said_on__isnull=True) | Q(said_on__lte=as_at), mission=mission_id, recorded_at__lte=known_at
    ).exclude(text="")
    totals = said.aggregate(all=Count("pk", distinct=True), linked=Count("pk", filter=Q(links__isnull=False), distinct=True))
    return {
        "pain_points": len(points),
        "by_status": [
            {"status": status, "label": state.label, "count": counts[status]} for status, state in PAIN_POINT.states.items()
        ],
        "submissions": totals["all"],
        "submissions_linked": totals["linked"],
        "most_said": [
            {"reference": point.reference, "title": point.title, "times": point.pieces, "councils": point.councils_affected}
            for point in points[:MOST_SAID]
            if point.pieces > 1
        ],
        "caveats": [],
    }


def _pieces(point: Any) -> int:
    pieces: int = point.pieces
    return pieces


SOURCE = EvidenceSource("Pain points", collect)
