"""What a frozen bundle takes from here: rounds, who was asked and answered, and what still waits for a response."""

import datetime as dt
from typing import Any

from django.db.models import OuterRef

from codesign.models import Contribution, Invitation, Participant, Response, Round
from codesign.waiting import count_of
from missions.core import clock
from missions.core.registries import EvidenceSource


def collect(mission_id: int, as_at: dt.date, known_at: dt.datetime) -> dict[str, Any]:
    """One query. Counts only: nobody’s vote or name is taken."""
    end = min(clock.start_of(as_at + dt.timedelta(days=1)), known_at)
    launched = Round.objects.filter(mission=mission_id, opens_at__lt=end).exclude(status="draft")
    rounds = launched.annotate(
        invited=count_of(Invitation.objects.standing().filter(round=OuterRef("pk"), invited_at__lt=end), "round"),
        answered=count_of(Participant.objects.filter(round=OuterRef("pk"), answered_at__lt=end), "round"),
        submissions=count_of(
            Contribution.objects.readable().filter(participant__round=OuterRef("pk"), submitted_at__lt=end), "participant__round"
        ),
        responses=count_of(
            Response.objects.exclude(contribution__evidence__text="").filter(
                contribution__participant__round=OuterRef("pk"), contribution__submitted_at__lt=end, answered_at__lt=end
            ),
            "contribution__participant__round",
        ),
    )
    rows = [_row(item) for item in rounds.order_by("opens_at", "pk")]
    totals = {name: sum(row[name] for row in rows) for name in ("invited", "answered", "submissions", "without_response")}
    return {"rounds": rows, **totals, "caveats": []}


def _row(item: Any) -> dict[str, Any]:
    return {
        "title": item.title,
        "purpose": item.get_purpose_display(),
        "opened_on": clock.london_day(item.opens_at).isoformat(),
        "closes_on": clock.london_day(item.closes_at).isoformat(),
        "invited": item.invited,
        "answered": item.answered,
        "submissions": item.submissions,
        "without_response": item.submissions - item.responses,
    }


SOURCE = EvidenceSource("Co-design rounds", collect)
