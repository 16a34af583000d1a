"""Whom to involve next, each with the reason why. Rules that anybody can follow, no score that nobody can explain."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from missions.core import formats
from missions.register.models import Organisation
from missions.stakeholders.coverage import NO_SYSTEM, UNKNOWN_SUPPLIER, Coverage, Dimension
from missions.stakeholders.lifecycle import SAID_NO
from missions.stakeholders.models import Stake

HIGH_INFLUENCE = 4
QUIET_DAYS = 90
MOST_SUPPLIERS = 5
NOUNS = {"type": "type of council", "region": "region"}


@dataclass(frozen=True)
class Suggestion:
    """Somebody to involve and why; `stake` where it is a stakeholder already."""

    organisation: Organisation
    why: str
    stake: Stake | None = None


def suggest(found: Coverage, stakes: Sequence[Stake], *, on: dt.date) -> list[Suggestion]:
    """Influential stakeholders nobody speaks to, then big suppliers without a stake, then kinds of council that are missing.

    `stakes` come from `with_last_contact`. Each organisation is suggested once, with its first reason.
    """
    by_organisation = {stake.organisation_id: stake for stake in stakes}
    all_of_them = [*quiet(stakes, on), *suppliers(found, by_organisation), *missing_kinds(found, by_organisation)]
    first: dict[int, Suggestion] = {}
    for item in all_of_them:
        first.setdefault(item.organisation.pk, item)
    return list(first.values())


def quiet(stakes: Iterable[Stake], on: dt.date) -> Iterator[Suggestion]:
    """High influence, and nobody has been in touch for a while; the most influential and longest quiet first."""
    waiting = []
    for stake in stakes:
        last: dt.date | None = getattr(stake, "last_contact_on", None)
        days = (on - last).days if last else None
        if stake.influence >= HIGH_INFLUENCE and stake.engagement not in SAID_NO and (days is None or days >= QUIET_DAYS):
            waiting.append((stake, days))
    for stake, days in sorted(waiting, key=lambda item: (-item[0].influence, -(item[1] or 10_000), item[0].organisation.name)):
        when = "nobody has logged a contact yet" if days is None else f"the last contact was {days:,} days ago"
        yield Suggestion(stake.organisation, f"Its influence is {stake.influence} of 5, and {when}.", stake)


def suppliers(found: Coverage, stakes: dict[int, Stake]) -> Iterator[Suggestion]:
    """Suppliers that most councils use, where none of them is a stakeholder."""
    users: dict[int, set[int]] = {}
    by_id: dict[int, Organisation] = {}
    for place in found.places:
        for system in place.systems:
            supplier = system.deployment.product.supplier
            if supplier is not None:
                by_id[supplier.pk] = supplier
                users.setdefault(supplier.pk, set()).add(place.council.pk)
    ranked = sorted(users, key=lambda pk: (-len(users[pk]), by_id[pk].name))
    for pk in ranked[:MOST_SUPPLIERS]:
        if pk not in stakes:
            count, whole = len(users[pk]), len(found.places)
            share = formats.percent(count, whole)
            yield Suggestion(by_id[pk], f"{count:,} of {whole:,} councils ({share}) use it, and it isn’t a stakeholder yet.")


def missing_kinds(found: Coverage, stakes: dict[int, Stake]) -> Iterator[Suggestion]:
    """For each type, region and supplier of which no council takes part: the largest of those councils that haven't said no."""
    for dimension in found.dimensions:
        if dimension.key in (*NOUNS, "supplier"):
            yield from _of(dimension, found, stakes)


def _of(dimension: Dimension, found: Coverage, stakes: dict[int, Stake]) -> Iterator[Suggestion]:
    for row in dimension.rows:
        if row.take_part or row.key == NO_SYSTEM:
            continue
        missing = [item.council for item in found.missing(dimension.key, row.key)]
        council = next((c for c in missing if c.pk not in stakes or stakes[c.pk].engagement not in SAID_NO), None)
        if council is not None:
            yield Suggestion(council, _none_of(dimension, row.label, row.exist), stakes.get(council.pk))


def _none_of(dimension: Dimension, label: str, exist: int) -> str:
    """Why the largest of a group is suggested; a group of one is said to be one."""
    whom = "a supplier that isn’t known" if label == UNKNOWN_SUPPLIER else label
    which = {"type": f"of the type “{label.lower()}”", "region": f"in {label}"}.get(dimension.key, f"that uses {whom}")
    if exist == 1:
        return f"It is the only council {which}, and it doesn’t take part."
    return f"No council {which} takes part. This is the largest of {exist:,}."
