"""What differs between two issues of a report, and what of a report has been corrected since. Plain values, from frozen content."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from missions.decisions.bundles import Difference, differences, figures_of
from missions.decisions.freezing import freeze
from missions.reports.models import Report, Section


@dataclass(frozen=True)
class Comparison:
    """Figures and texts that are not the same in both."""

    figures: list[Difference]
    texts: list[Difference]


def compare(then: Mapping[str, Any], now: Mapping[str, Any]) -> Comparison:
    """Two contents of reports of one mission, the earlier first."""
    pairs = [Difference("Delivery confidence", _rating(then), _rating(now))]
    bundles = then.get("evidence", {}), now.get("evidence", {})
    figures = [*(pair for pair in pairs if pair.then != pair.now), *differences(*bundles), *_rest(*bundles)]
    said = [("What we did, and what it means", then.get("narrative", ""), now.get("narrative", ""))]
    said += [
        (section.label, *(content.get("texts", {}).get(section.value, "") for content in (then, now))) for section in Section
    ]
    said.append(("Why this rating", then.get("confidence_reason", ""), now.get("confidence_reason", "")))
    return Comparison(figures, [Difference(*item) for item in said if item[1] != item[2]])


def corrections(report: Report, *, known_at: dt.datetime) -> list[Difference]:
    """What the same figures of the same day say as they are known now; the report itself stays as it is."""
    evidence = report.content.get("evidence", {})
    now = freeze(report.mission, as_at=report.as_at, known_at=known_at)
    return [*differences(evidence, now), *_rest(evidence, now)]


def _rest(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Adoption of every intervention, every other indicator’s latest figure, effects, costs and benefits: what key figures leave out."""
    before, after = _named(then), _named(now)
    names = dict.fromkeys((*before, *after))
    pairs = [Difference(name, before.get(name, "not recorded"), after.get(name, "not recorded")) for name in names]
    return [pair for pair in pairs if pair.then != pair.now]


def _named(evidence: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for row in figures_of(evidence, "adoption").get("interventions", ()):
        if not row["is_headline"] and row["is_recorded"]:
            found[f"Adoption of {row['name']}"] = f"{row['adopted']:,} of {row['councils']:,} councils"
    for row in figures_of(evidence, "outcomes").get("others", ()):
        if row["latest"]:
            found[row["name"]] = f"{row['latest']['text']} ({row['latest']['period']})"
    for row in figures_of(evidence, "effects").get("effects", ()):
        found[f"Effect of {row['intervention']} on {row['indicator']}"] = row["sentence"]
    for label, with_bias, _ in figures_of(evidence, "benefits").get("results", ()):
        found[f"{label}, with optimism bias"] = with_bias
    return found


def _rating(content: Mapping[str, Any]) -> str:
    return str(content.get("confidence") or "not rated").capitalize()
