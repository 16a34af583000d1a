"""A frozen report as a spreadsheet with the data behind each chart, as JSON, and as a PDF."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings

from missions.core.prints import Page, Print
from missions.core.workbooks import Sheet, workbook
from missions.decisions.bundles import figures_of
from missions.decisions.freezing import verify
from missions.people.models import User
from missions.reports.access import issued_report_for, place
from missions.reports.figures import charts_of
from missions.reports.models import Report
from missions.reports.portfolio_figures import rows_of
from missions.reports.sections import sections_of, tiles_of

PRINT = "report"
SHEETS = {"adoption": "Adoption", "outcomes": "Outcomes", "effects": "Effect", "benefits": "Costs and benefits"}


def file_name(report: Report, ending: str) -> str:
    """What a file is called."""
    return f"{report.of.slug}-report-{report.issue}-{report.version}.{ending}"


def as_json(report: Report) -> dict[str, Any]:
    """The frozen content with its seal: whoever has both can check one against the other."""
    return {
        "status": report.status,
        "submitted_at": report.submitted_at.isoformat() if report.submitted_at else None,
        "sha256": report.sha256,
        "is_unchanged": verify(report.content, report.sha256),
        "content": report.content,
    }


def spreadsheet(report: Report) -> bytes:
    """What it is about, the figures that it shows first, every indicator, and a sheet for each chart."""
    content = report.content
    evidence = content.get("evidence", {})
    sheets = [
        Sheet("Report", ("What", "Value"), _about(report)),
        Sheet("Key figures", ("Figure", "Value", "Note"), [[item.name, item.figure, item.note] for item in tiles_of(evidence)]),
    ]
    if report.mission_id:
        headers = ("Indicator", "First", "Period", "Latest", "Period", "Known for", "Of councils")
        sheets.append(Sheet("Indicators", headers, _indicators(evidence)))
    else:
        sheets.append(Sheet("Missions", MISSIONS, [_mission(row) for row in rows_of(evidence)]))
    for name, figure in charts_of(content).items():
        sheets.append(Sheet(SHEETS[name], figure.headers, figure.rows))
    if changes := content.get("changes"):
        sheets.append(Sheet("Changes", ("Figure", f"Issue {changes['issue']}", "This issue"), changes["rows"]))
    return workbook(sheets, title=report.title)


def _about(report: Report) -> list[list[Any]]:
    content = report.content
    return [
        ["Mission" if report.mission_id else "Portfolio", content.get("mission", "")],
        ["Title", content.get("title", report.title)],
        ["Issue", report.issue],
        ["Version", report.version],
        ["Figures as at", content.get("as_at", "")],
        ["Delivery confidence", content.get("confidence", "")],
        ["Why", content.get("confidence_reason", "")],
        ["Status", report.get_status_display()],
        ["SHA-256 of the content", report.sha256],
        *([f"Method: {name}", version] for name, version in content.get("methods", ())),
    ]


def _indicators(evidence: Mapping[str, Any]) -> list[list[Any]]:
    outcomes = figures_of(evidence, "outcomes")
    rows = [row for row in (outcomes.get("headline"), *outcomes.get("others", ())) if row]
    return [[row["name"], *_figure(row["first"])[:2], *_figure(row["latest"])] for row in rows]


def _figure(found: Mapping[str, Any] | None) -> list[Any]:
    return [found["text"], found["period"], found["reported"], found["eligible"]] if found else ["Not known", "", None, None]


MISSIONS = (
    "Mission", "Delivery confidence", "Why", "Report", "SHA-256 of that report", "Headline intervention", "Adopted", "Councils",
    "Headline indicator", "Value", "Period", "Known for", "Of councils", "Target", "Is it because of us", "Awarded, in pounds", "Budget",
    "Committed", "Paid", "Decisions waiting", "Without an owner", "Past their date", "Gaps",
)  # fmt: skip


def _mission(row: Mapping[str, Any]) -> list[Any]:
    told = row["report"] or {}
    return [
        row["name"], told.get("confidence", ""), told.get("confidence_reason", ""), told.get("title", ""), told.get("sha256", ""),
        row["intervention"], row["adopted"], row["councils"], row["indicator"], row["value"], row["period"], row["reported"],
        row["eligible"], row["target"], (row["effect"] or {}).get("sentence", ""), Decimal(row["awarded"]),
        *(None if row[name] is None else Decimal(row[name]) for name in ("budget", "committed", "paid")),
        row["decisions_waiting"], row["unowned"], row["overdue"], row["gaps"],
    ]  # fmt: skip


def _check(user: User, about: Mapping[str, Any]) -> Report:
    return issued_report_for(place(user, about), about["issue"], about["version"])


def _page(user: User, about: Mapping[str, Any]) -> Page:
    """The frozen content only."""
    report = _check(user, about)
    sections = sections_of(report.content)
    context = {**sections, "report": report, "is_unchanged": verify(report.content, report.sha256)}
    context["address"] = settings.SITE_URL + report.get_absolute_url()
    return Page(file_name(report, "pdf"), "reports/print.html", context, tuple(sections["charts"].values()))


AS_PDF = Print(_check, _page)
