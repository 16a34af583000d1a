"""Reads a frozen bundle: the few figures that a page shows first, and what differs between two bundles. Plain values, no database."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from missions.core import formats

Bundle = Mapping[str, Any]

# Stages at which an iteration's councils may stand by the time that somebody looks again.
CLIMB = ("aware", "committed", "piloting", "live", "embedded", "stopped")
# The sources that key figures are read from: a page that shows only these needn't collect the rest.
KEY_SOURCES = ("adoption", "outcomes", "funding", "codesign")


@dataclass(frozen=True)
class KeyFigure:
    """One figure as people read it, and what it rests on. `number` is what two of them are held against each other by.

    One that `is_quiet` says that nobody is there: it is compared, but not worth a line of its own.
    """

    name: str
    figure: str
    note: str = ""
    number: Decimal | None = None
    is_money: bool = False
    is_quiet: bool = False


@dataclass(frozen=True)
class Difference:
    """One figure then and now, and by how much it differs where that can be said."""

    name: str
    then: str
    now: str
    change: str = ""


def figures_of(bundle: Bundle, source: str) -> dict[str, Any]:
    """What one source gave; empty where the bundle holds nothing from it."""
    found: dict[str, Any] = bundle.get("sources", {}).get(source, {}).get("figures", {})
    return found


def key_figures(bundle: Bundle, iteration_id: int | None = None) -> list[KeyFigure]:
    """Adoption, outcome, money and what councils said; with an iteration, its own figures first."""
    money = figures_of(bundle, "funding")
    figures = iteration_figures(bundle, iteration_id) if iteration_id is not None else []
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
    before, after = ({item.name: item for item in key_figures(bundle, iteration_id)} for bundle in (then, now))
    names = dict.fromkeys((*before, *after))
    pairs = [
        Difference(name, _told(before.get(name)), _told(after.get(name)), _change(before.get(name), after.get(name)))
        for name in names
    ]
    return [pair for pair in pairs if pair.then != pair.now]


def iteration_figures(bundle: Bundle, iteration_id: int) -> list[KeyFigure]:
    """What the iteration itself was credited with, against what was expected; where its councils stood; what it cost."""
    figures: list[KeyFigure] = []
    own = bundle.get("iteration")
    if own:
        figures += [*_moved(own), *_stood(own), *(_outcome_of(row) for row in own["outcomes"])]
    figures += _cost(bundle, iteration_id, own)
    if own:
        for row in own["barriers"]:
            figures.append(_counted(f"Its councils held up by: {row['label'].lower()}", row["councils"]))
    return figures


def _moved(own: Bundle) -> list[KeyFigure]:
    still = f"{formats.thousands(own['still_adopted'])} of them use it on that day"
    if own["expected"] is None:
        note = f"No number was expected; {still}"
    else:
        by = f" by {formats.day(dt.date.fromisoformat(own['expected_by']))}" if own["expected_by"] else ""
        note = f"Expected: {formats.thousands(own['expected'])}{by}; {still}"
    note = note if own["adopters"] else note.partition(";")[0]
    found = [_counted("Councils that adopted because of it", own["adopters"], note)]
    picked = f"Picked by {own['targeted_by']}" if own["targeted_by"] else ""
    rest = picked or "Those aimed at, paid for, or with a step credited to it"
    found.append(_counted("Councils in it", own["councils"], rest))
    names = ", ".join(f"{row['councils']:,} in {row['name']}" for row in own["overlaps"])
    found.append(_counted("Of them in another iteration of the same intervention at the same time", own["in_two"], names))
    return found


def _stood(own: Bundle) -> list[KeyFigure]:
    """Every stage, those with nobody too, so that then and now can be compared."""
    found = []
    for item in own["interventions"]:
        credited = {row["stage"]: row["count"] for row in item["credited"]}
        for row in item["stages"]:
            if row["count"] or row["stage"] in credited or row["stage"] in CLIMB:
                taken = credited.get(row["stage"], 0)
                note = f"{formats.thousands(taken)} took this step because of it" if taken else ""
                name, is_quiet = f"Its councils, {row['label'].lower()}: {item['name']}", not (row["count"] or taken)
                figure = formats.thousands(row["count"])
                found.append(KeyFigure(name, figure, note, Decimal(row["count"]), is_quiet=is_quiet))
    return found


def _outcome_of(row: Bundle) -> KeyFigure:
    return KeyFigure(row["name"], row["text"], row["note"], None if row["value"] is None else Decimal(row["value"]))


def _cost(bundle: Bundle, iteration_id: int, own: Bundle | None) -> list[KeyFigure]:
    money = figures_of(bundle, "funding")
    if not money:
        return []
    awarded = iteration_money(bundle, iteration_id)
    budget = None if own is None or own["budget"] is None else Decimal(own["budget"])
    note = f"{formats.pounds(budget)} was set aside" if budget is not None else ""
    found = [KeyFigure("Awarded in this iteration", formats.pounds(awarded), note, awarded, is_money=True)]
    rows = [row for row in money.get("by_iteration", ()) if row["id"] == iteration_id and "paid" in row]
    if rows:
        paid, silent = sum((Decimal(row["paid"]) for row in rows), Decimal(0)), sum(row["recorded"] for row in rows)
        if silent and silent == sum(row["count"] for row in rows):
            found.append(
                KeyFigure("Paid in this iteration", "not known", "Its awards come from published lists, without payments")
            )
        else:
            unknown = f"Without the {silent:,} awards from published lists" if silent else ""
            found.append(KeyFigure("Paid in this iteration", formats.pounds(paid), unknown, paid, is_money=True))
    return found


def _counted(name: str, count: int, note: str = "") -> KeyFigure:
    return KeyFigure(name, formats.thousands(count), note, Decimal(count))


def _change(then: KeyFigure | None, now: KeyFigure | None) -> str:
    """“+3”, “−£1,200”; empty where one of them is no number."""
    if then is None or now is None or then.number is None or now.number is None or then.number == now.number:
        return ""
    change = now.number - then.number
    sign, size = "+" if change > 0 else "−", abs(change)
    if now.is_money:
        return f"{sign}{formats.pounds(size)}"
    return f"{sign}{formats.thousands(size, max(0, -int(size.normalize().as_tuple().exponent)))}"


def caveats(bundle: Bundle) -> list[str]:
    """What every source says about reading its figures."""
    return [text for source in bundle.get("sources", {}) for text in figures_of(bundle, source).get("caveats", ())]


def _told(item: KeyFigure | None) -> str:
    if item is None:
        return "not recorded"
    return f"{item.figure} ({item.note})" if item.note else item.figure


def _adoption(bundle: Bundle) -> list[KeyFigure]:
    headline = figures_of(bundle, "adoption").get("headline")
    if not headline:
        return []
    name = f"Councils that have adopted {headline['name']}"
    if not headline["is_recorded"]:
        return [KeyFigure(name, "not known", "Nothing has been recorded yet")]
    figure = f"{formats.thousands(headline['adopted'])} of {formats.thousands(headline['councils'])}"
    return [
        KeyFigure(
            name,
            figure,
            f"{formats.percent(headline['adopted'], headline['councils'])} of the councils that existed",
            Decimal(headline["adopted"]),
        )
    ]


def _outcome(bundle: Bundle) -> list[KeyFigure]:
    headline = figures_of(bundle, "outcomes").get("headline")
    if not headline:
        return []
    latest = headline["latest"]
    if latest is None:
        return [KeyFigure(headline["name"], "not known", "Nothing has been measured yet")]
    note = f"{latest['period']}, known for {latest['reported']:,} of {latest['eligible']:,} councils"
    number = None if latest.get("value") is None else Decimal(latest["value"])
    return [KeyFigure(headline["name"], latest["text"], note, number)]


def _awarded(money: Mapping[str, Any]) -> KeyFigure:
    total, count = Decimal(money["total"]), money["count"]
    short, exact = formats.short_pounds(total), formats.pounds(total)
    awards = f"{formats.thousands(count)} award{'' if count == 1 else 's'}, {formats.thousands(money['joint'])} of them joint"
    return KeyFigure("Money awarded", short, awards if short == exact else f"{exact} in {awards}", total, is_money=True)


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
    return [_counted("Submissions from rounds", said["submissions"], note if said["submissions"] else "")]
