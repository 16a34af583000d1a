"""What differs between two issues of a report, and what of a report has been corrected since. Plain values, from frozen content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from missions.decisions.bundles import Difference, differences, figures_of
from missions.reports import portfolio_figures
from missions.reports.models import Section


@dataclass(frozen=True)
class Comparison:
    """Figures and texts that are not the same in both."""

    figures: list[Difference]
    texts: list[Difference]


def compare(then: Mapping[str, Any], now: Mapping[str, Any]) -> Comparison:
    """Two contents of reports of one mission or one portfolio, the earlier first."""
    pairs = [Difference("Delivery confidence", _rating(then), _rating(now))]
    bundles = then.get("evidence", {}), now.get("evidence", {})
    figures = [*(pair for pair in pairs if pair.then != pair.now), *every_difference(*bundles)]
    said = [("What we did, and what it means", then.get("narrative", ""), now.get("narrative", ""))]
    said += [
        (section.label, *(content.get("texts", {}).get(section.value, "") for content in (then, now))) for section in Section
    ]
    said.append(("Why this rating", then.get("confidence_reason", ""), now.get("confidence_reason", "")))
    return Comparison(figures, [Difference(*item) for item in said if item[1] != item[2]])


def figures_that_differ(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """The figures that a report shows first: the headline of a mission, or one line for each figure of each mission."""
    return [*differences(then, now), *_pairs(portfolio_figures.named(then), portfolio_figures.named(now))]


def every_difference(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """As above, then adoption of every intervention, every other indicator’s latest figure, effects, costs and benefits."""
    return [*figures_that_differ(then, now), *_pairs(_named(then), _named(now))]


def _pairs(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
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
