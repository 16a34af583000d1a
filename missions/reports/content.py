"""What a report is made of: its text, its rating, the evidence, the charts and the methods, as one piece of plain JSON that is hashed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from missions.core.figures.figure import VERSION as CHARTS_VERSION
from missions.decisions.bundles import figures_of
from missions.decisions.freezing import VERSION, freeze, in_silence, plain
from missions.reports.comparing import figures_that_differ
from missions.reports.figures import charts_from
from missions.reports.models import Confidence, Report
from missions.reports.portfolio_figures import freeze_portfolio


def evidence_of(
    report: Report, *, known_at: dt.datetime, tell: Callable[[str, int, int | None], object] = in_silence
) -> dict[str, Any]:
    """Every figure of a report as at its day and as known at a moment: of its mission, or of its portfolio's missions side by side."""
    if report.mission is not None:
        return freeze(report.mission, as_at=report.as_at, known_at=known_at, tell=tell)
    return freeze_portfolio(report, known_at=known_at, tell=tell)


def compose(report: Report, evidence: dict[str, Any]) -> dict[str, Any]:
    """Everything that the report's page shows. One query, for the issue before it."""
    confidence = Confidence(report.confidence) if report.confidence else None
    content: dict[str, Any] = plain(
        {
            "mission": report.of.name,
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
            "changes": _changes(report, evidence) if evidence else None,
            "charts": charts_from(evidence),
            "methods": _methods(evidence),
            "evidence": evidence,
        }
    )
    return content


def _changes(report: Report, evidence: dict[str, Any]) -> dict[str, Any] | None:
    """What differs from the last issue that was not returned; None for the first one."""
    earlier = Report.objects.filter(
        mission=report.mission_id, portfolio=report.portfolio_id, issue__lt=report.issue, status__in=("submitted", "signed-off")
    )
    last = earlier.order_by("-issue", "-version").first()
    if last is None:
        return None
    rows = [[item.name, item.then, item.now] for item in figures_that_differ(last.content.get("evidence", {}), evidence)]
    if last.confidence != report.confidence and report.confidence:
        rows.insert(0, ["Delivery confidence", last.confidence.capitalize(), report.confidence.capitalize()])
    return {"issue": last.issue, "version": last.version, "title": last.title, "as_at": last.as_at.isoformat(), "rows": rows}


def _methods(evidence: dict[str, Any]) -> list[list[str]]:
    """Each method with its version, as it was when the report was frozen."""
    effects, benefits = figures_of(evidence, "effects").get("effects", ()), figures_of(evidence, "benefits")
    rows = figures_of(evidence, "portfolio").get("missions", ())
    methods = {row["method"] for row in effects} | {row["effect"]["method"] for row in rows if row["effect"]}
    found = [["Evidence", f"version {VERSION}"], ["Charts", f"version {CHARTS_VERSION}"]]
    found += [["Effects", method] for method in sorted(methods)]
    if benefits.get("vintage"):
        found.append(["Discount rates", f"{benefits['vintage']}, {benefits['source']}"])
    return found
