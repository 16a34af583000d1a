"""What a report is made of: its text, its rating, the evidence, the charts and the methods, as one piece of plain JSON that is hashed."""

import datetime as dt
from typing import Any

from missions.core.figures.figure import VERSION as CHARTS_VERSION
from missions.decisions.bundles import differences, figures_of
from missions.decisions.freezing import VERSION, freeze, plain
from missions.reports.figures import charts_from
from missions.reports.models import Confidence, Report


def compose(report: Report, *, known_at: dt.datetime) -> dict[str, Any]:
    """Everything that the report's page shows, as at its day and as known at a moment."""
    confidence = Confidence(report.confidence) if report.confidence else None
    evidence = freeze(report.mission, as_at=report.as_at, known_at=known_at)
    content: dict[str, Any] = plain(
        {
            "mission": report.mission.name,
            "title": report.title,
            "issue": report.issue,
            "version": report.version,
            "as_at": report.as_at.isoformat(),
            "narrative": report.narrative,
            "texts": report.texts,
            "confidence": report.confidence,
            "confidence_meaning": confidence.label.partition(": ")[2].capitalize() if confidence else "",
            "confidence_reason": report.confidence_reason,
            "next_review_on": report.next_review_on.isoformat() if report.next_review_on else None,
            "is_illustrative": report.is_illustrative,
            "changes": _changes(report, evidence),
            "charts": charts_from(evidence),
            "methods": _methods(evidence),
            "evidence": evidence,
        }
    )
    return content


def _changes(report: Report, evidence: dict[str, Any]) -> dict[str, Any] | None:
    """What differs from the last issue that was not returned; None for the first one."""
    earlier = Report.objects.filter(mission=report.mission_id, issue__lt=report.issue, status__in=("submitted", "signed-off"))
    last = earlier.order_by("-issue", "-version").first()
    if last is None:
        return None
    rows = [[item.name, item.then, item.now] for item in differences(last.content.get("evidence", {}), evidence)]
    if last.confidence != report.confidence and report.confidence:
        rows.insert(0, ["Delivery confidence", last.confidence.capitalize(), report.confidence.capitalize()])
    return {"issue": last.issue, "version": last.version, "title": last.title, "as_at": last.as_at.isoformat(), "rows": rows}


def _methods(evidence: dict[str, Any]) -> list[list[str]]:
    """Each method with its version, as it was when the report was frozen."""
    effects, benefits = figures_of(evidence, "effects").get("effects", ()), figures_of(evidence, "benefits")
    found = [["Evidence", f"version {VERSION}"], ["Charts", f"version {CHARTS_VERSION}"]]
    found += [["Effects", method] for method in sorted({row["method"] for row in effects})]
    if benefits.get("vintage"):
        found.append(["Discount rates", f"{benefits['vintage']}, {benefits['source']}"])
    return found
