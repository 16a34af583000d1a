"""What a report is made of: its text, its rating and the evidence, as one piece of plain JSON that is hashed."""

import datetime as dt
from typing import Any

from missions.decisions.freezing import freeze, plain
from missions.reports.models import Confidence, Report


def compose(report: Report, *, known_at: dt.datetime) -> dict[str, Any]:
    """Everything that the report's page shows, as at its day and as known at a moment."""
    confidence = Confidence(report.confidence) if report.confidence else None
    content: dict[str, Any] = plain(
        {
            "mission": report.mission.name,
            "title": report.title,
            "issue": report.issue,
            "version": report.version,
            "as_at": report.as_at.isoformat(),
            "narrative": report.narrative,
            "confidence": report.confidence,
            "confidence_meaning": confidence.label.partition(": ")[2].capitalize() if confidence else "",
            "confidence_reason": report.confidence_reason,
            "next_review_on": report.next_review_on.isoformat() if report.next_review_on else None,
            "is_illustrative": report.is_illustrative,
            "evidence": freeze(report.mission, as_at=report.as_at, known_at=known_at),
        }
    )
    return content
