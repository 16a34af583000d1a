"""Reads a frozen bundle: the few figures that a page shows first, and what differs between two bundles. Plain values, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from missions.core import formats

Bundle = Mapping[str, Any]

# The sources that key figures are read from: a page that shows only these needn't collect the rest.
KEY_SOURCES = ("adoption", "outcomes", "funding", "codesign")


@dataclass(frozen=True)
class KeyFigure:
    """One figure as people read it, and what it rests on."""

    name: str
    figure: str
    note: str = ""


@dataclass(frozen=True)
class Difference:
    """One figure then and now."""

    name: str
    then: str
    now: str


def figures_of(bundle: Bundle, source: str) -> dict[str, Any]:
    """What one source gave; empty where the bundle holds nothing from it."""
    found: dict[str, Any] = bundle.get("sources", {}).get(source, {}).get("figures", {})
    return found


def key_figures(bundle: Bundle, iteration_id: int | None = None) -> list[KeyFigure]:
    """Adoption, outcome, money and what councils said; with an iteration, its own money first."""
    money = figures_of(bundle, "funding")
    figures = []
    if iteration_id is not None and money:
        figures.append(KeyFigure("Awarded in this iteration", formats.pounds(iteration_money(bundle, iteration_id))))
    figures += [*_adoption(bundle), *_outcome(bundle)]
    if money:
        figures.append(_awarded(money))
    return figures + _said(bundle)


def iteration_money(bundle: Bundle, iteration_id: int) -> Decimal:
    """What was awarded in an iteration by the bundle's day."""
    rows = figures_of(bundle, "funding").get("by_iteration", ())
    return sum((Decimal(row["total"]) for row in rows if row["id"] == iteration_id), Decimal(0))


def differences(then: Bundle, now: Bundle, iteration_id: int | None = None) -> list[Difference]:
    """The key figures that are not the same in both, in their order."""
    before, after = ({item.name: _told(item) for item in key_figures(bundle, iteration_id)} for bundle in (then, now))
    names = dict.fromkeys((*before, *after))
    pairs = [Difference(name, before.get(name, "not recorded"), after.get(name, "not recorded")) for name in names]
    return [pair for pair in pairs if pair.then != pair.now]


def caveats(bundle: Bundle) -> list[str]:
    """What every source says about reading its figures."""
    return [text for source in bundle.get("sources", {}) for text in figures_of(bundle, source).get("caveats", ())]


def _told(item: KeyFigure) -> str:
    return f"{item.figure} ({item.note})" if item.note else item.figure


def _adoption(bundle: Bundle) -> list[KeyFigure]:
    headline = figures_of(bundle, "adoption").get("headline")
    if not headline:
        return []
    name = f"Councils that have adopted {headline['name']}"
    if not headline["is_recorded"]:
        return [KeyFigure(name, "not known", "Nothing has been recorded yet")]
    figure = f"{formats.thousands(headline['adopted'])} of {formats.thousands(headline['councils'])}"
    return [KeyFigure(name, figure, f"{formats.percent(headline['adopted'], headline['councils'])} of the councils that existed")]


def _outcome(bundle: Bundle) -> list[KeyFigure]:
    headline = figures_of(bundle, "outcomes").get("headline")
    if not headline:
        return []
    latest = headline["latest"]
    if latest is None:
        return [KeyFigure(headline["name"], "not known", "Nothing has been measured yet")]
    note = f"{latest['period']}, known for {latest['reported']:,} of {latest['eligible']:,} councils"
    return [KeyFigure(headline["name"], latest["text"], note)]


def _awarded(money: Mapping[str, Any]) -> KeyFigure:
    total, count = Decimal(money["total"]), money["count"]
    short, exact = formats.short_pounds(total), formats.pounds(total)
    awards = f"{formats.thousands(count)} award{'' if count == 1 else 's'}, {formats.thousands(money['joint'])} of them joint"
    return KeyFigure("Money awarded", short, awards if short == exact else f"{exact} in {awards}")


def _said(bundle: Bundle) -> list[KeyFigure]:
    said = figures_of(bundle, "codesign")
    if not said:
        return []
    waiting = said["without_response"]
    note = (
        "Nobody waits for an answer"
        if not waiting
        else f"{formats.thousands(waiting)} still wait{'s' if waiting == 1 else ''} for an answer"
    )
    return [KeyFigure("Submissions from rounds", formats.thousands(said["submissions"]), note if said["submissions"] else "")]
