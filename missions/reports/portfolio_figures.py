"""The figures of a portfolio's report: its missions side by side, each with what its own latest report says."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from missions.core import formats
from missions.core.figures import Figure, bar_chart
from missions.core.registries import portfolio as sources
from missions.decisions.bundles import KeyFigure, figures_of
from missions.decisions.freezing import VERSION, in_silence, plain
from missions.reports.models import Report

CAVEATS = (
    "Missions are of different kinds: their outcomes are never added up.",
    "Decisions, gaps and readings are as they stood when the report was frozen.",
    "Delivery confidence is what each mission’s own latest report declares, on its own day.",
)
TOLD = ("risks", "dissent", "asked")


def freeze_portfolio(
    report: Report, *, known_at: dt.datetime, tell: Callable[[str, int, int | None], object] = in_silence
) -> dict[str, Any]:
    """A bundle as `freeze` makes one of a mission. Its queries don't grow with the missions."""
    portfolio = report.portfolio
    assert portfolio is not None  # noqa: S101 - of a portfolio's report
    tell("Collecting figures: missions side by side", 0, 2)
    ids = list(portfolio.missions.order_by("name").values_list("pk", flat=True))
    rows = [row for name in sources.names() for row in sources[name].collect(ids, report.as_at)] if ids else []
    tell("Reading the missions’ own reports", 1, 2)
    told = _latest_of(ids, report.as_at)
    missions = [{**row, "report": told.get(row["slug"])} for row in rows]
    figures = {"missions": missions, "caveats": CAVEATS}
    return {
        "version": VERSION,
        "portfolio": portfolio.slug,
        "as_at": report.as_at.isoformat(),
        "known_at": known_at.isoformat(),
        "sources": plain({"portfolio": {"title": "Missions side by side", "figures": figures}}),
    }


def _latest_of(missions: Sequence[int], as_at: dt.date) -> dict[str, dict[str, Any]]:
    """Each mission's latest frozen report with figures up to that day, by the mission's slug: returned ones are left out. One query."""
    frozen = Report.objects.filter(mission__in=missions, status__in=("submitted", "signed-off"), as_at__lte=as_at)
    latest = frozen.order_by("mission_id", "-issue", "-version").distinct("mission_id").select_related("mission").defer("content")
    return {
        item.of.slug: {
            "title": item.title,
            "issue": item.issue,
            "version": item.version,
            "status": item.get_status_display(),
            "as_at": item.as_at.isoformat(),
            "confidence": item.confidence,
            "confidence_reason": item.confidence_reason,
            "sha256": item.sha256,
            "url": item.get_absolute_url(),
            "texts": {name: text for name, text in item.texts.items() if name in TOLD},
        }
        for item in latest
    }


def rows_of(evidence: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The missions of a bundle; none in a mission's."""
    found: list[dict[str, Any]] = figures_of(evidence, "portfolio").get("missions", [])
    return found


def tiles(evidence: Mapping[str, Any]) -> list[KeyFigure]:
    """What the report says in one look."""
    rows = rows_of(evidence)
    if not rows:
        return []
    rated = [row["report"]["confidence"] for row in rows if row["report"]]
    counted = [f"{rated.count(colour)} {colour}" for colour in ("green", "amber", "red") if colour in rated]
    without = len(rows) - len(rated)
    better = sum(row["meaning"] == "better" for row in rows)
    measured = sum(row["meaning"] is not None for row in rows)
    waiting = sum(row["decisions_waiting"] for row in rows)
    awarded = sum((Decimal(row["awarded"]) for row in rows), Decimal(0))
    gaps = sum(row["gaps"] for row in rows)
    return [
        KeyFigure("Delivery confidence", ", ".join(counted) or "Not rated", f"{without} without a report" if without else ""),
        KeyFigure("Outcomes that move the right way", f"{better} of {len(rows)}", f"{measured} with figures enough to tell"),
        KeyFigure("Money awarded", formats.short_pounds(awarded), f"{formats.pounds(awarded)} exactly"),
        KeyFigure("Decisions waiting", f"{waiting:,}"),
        KeyFigure("Gaps", f"{gaps:,}", "Without an owner, past a date or undecided"),
    ]


def named(evidence: Mapping[str, Any]) -> dict[str, str]:
    """Each figure of each mission as people read it, for telling what changed."""
    found = {}
    for row in rows_of(evidence):
        name = row["name"]
        told = row["report"]
        found[f"{name}: delivery confidence"] = told["confidence"].capitalize() if told else "No report yet"
        if row["adopted"] is not None:
            found[f"{name}: councils that have adopted {row['intervention']}"] = f"{row['adopted']:,} of {row['councils']:,}"
        if row["value"]:
            found[f"{name}: {row['indicator']}"] = f"{row['value']} ({row['period']})"
        if row["effect"]:
            found[f"{name}: is it because of us"] = row["effect"]["sentence"]
        found[f"{name}: money awarded"] = formats.pounds(Decimal(row["awarded"]))
        found[f"{name}: decisions waiting"] = f"{row['decisions_waiting']:,}"
        found[f"{name}: gaps"] = f"{row['gaps']:,}"
    return found


def adoption_chart(evidence: Mapping[str, Any]) -> Figure | None:
    """Adoption of each mission's headline intervention, as a share of the councils that it is for; None where none is known."""
    known = [row for row in rows_of(evidence) if row["adopted"] is not None and row["councils"]]
    if not known:
        return None
    ordered = sorted(known, key=lambda row: (-row["adopted"] / row["councils"], row["name"]))
    first = ordered[0]
    share = formats.percent(first["adopted"], first["councils"])
    return Figure(
        title="Adoption of each mission’s headline intervention",
        summary=f"Furthest: {first['name']}, where {first['adopted']:,} of {first['councils']:,} councils ({share}) have adopted "
        f"{first['intervention']}.",
        headers=("Mission", "Intervention", "Adopted", "Councils", "Share"),
        rows=tuple(
            (
                row["name"],
                row["intervention"],
                f"{row['adopted']:,}",
                f"{row['councils']:,}",
                formats.percent(row["adopted"], row["councils"]),
            )
            for row in ordered
        ),
        spec=bar_chart([(row["name"], round(100 * row["adopted"] / row["councils"], 1)) for row in ordered], x_title="Per cent"),
    )
