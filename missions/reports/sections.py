"""What the page of a report and its PDF show, from its content only."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from missions.decisions.bundles import KeyFigure, caveats, figures_of, key_figures
from missions.reports import portfolio_figures
from missions.reports.figures import charts_of

SOURCES = ("problems", "interventions", "adoption", "outcomes", "effects", "benefits", "funding", "codesign", "decisions")


def evidence_of(content: dict[str, Any]) -> dict[str, Any]:
    """The frozen bundle; empty in a draft that was never composed."""
    evidence: dict[str, Any] = content.get("evidence", {})
    return evidence


def tiles_of(evidence: dict[str, Any]) -> list[KeyFigure]:
    """The figures that are shown first, of a mission or of a portfolio."""
    return [*key_figures(evidence), *portfolio_figures.tiles(evidence)]


def sections_of(content: dict[str, Any]) -> dict[str, Any]:
    """By the name that the templates use."""
    evidence = evidence_of(content)
    sections = {name: figures_of(evidence, name) for name in SOURCES}
    changes = content.get("changes")
    return {
        "content": content,
        "texts": content.get("texts", {}),
        "frozen_as_at": _day(content.get("as_at")),
        "next_review_on": _day(content.get("next_review_on")),
        "tiles": tiles_of(evidence),
        "missions": portfolio_figures.rows_of(evidence),
        "caveats": caveats(evidence),
        "charts": charts_of(content),
        "changes": {**changes, "as_at": _day(changes["as_at"])} if changes else None,
        "pain_points_by_status": _by_status(sections["problems"].get("by_status", ())),
        **sections,
    }


def _by_status(rows: Iterable[dict[str, Any]]) -> str:
    """“18 validated; 85 being addressed”."""
    return "; ".join(f"{row['count']:,} {row['label'].lower()}" for row in rows if row["count"])


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
