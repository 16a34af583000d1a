"""Ownership gaps: what nobody owns, what is past its date and what nobody has decided."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from funding import claim_gaps as claims
from funding import gaps as awards
from missions.core import clock
from missions.core.registries import Gap, gaps
from missions.people.access import signed_in
from missions.stewardship.access import stand_on

KEEP_SECONDS = 60
OVERDUE = (
    "Decisions past their date",
    "Iterations that wait for a decision",
    "Rounds with unanswered submissions",
    "Contacts with stakeholders past their day",
    "Figures asked for and overdue",
    awards.APPROVALS,
    awards.OFFERS,
    awards.MISSED,
    awards.UNCHECKED,
    awards.PAYMENTS,
    claims.CLAIMS,
    claims.EVIDENCE,
    claims.PUBLICATIONS,
)


@dataclass(frozen=True)
class Group:
    """The gaps of one kind, the oldest first."""

    kind: str
    gaps: Sequence[Gap]


@dataclass(frozen=True)
class Counts:
    """How many gaps a mission has."""

    total: int
    unowned: int
    overdue: int


def find_gaps(mission_ids: Sequence[int], *, on: dt.date) -> list[Gap]:
    """Every gap of some missions as at a day; one query for each rule."""
    return [gap for rule in gaps for gap in rule.find(mission_ids, on)] if mission_ids else []


def grouped(found: Iterable[Gap]) -> list[Group]:
    """By kind, the kinds that hurt most first: what is past its date, then what has no owner."""
    by_kind: dict[str, list[Gap]] = {}
    for gap in found:
        by_kind.setdefault(gap.kind, []).append(gap)
    kinds = sorted(by_kind, key=lambda kind: (kind not in OVERDUE, len(by_kind[kind]), kind))
    return [Group(kind, sorted(by_kind[kind], key=lambda gap: (gap.since or dt.date.max, gap.sentence))) for kind in kinds]


def counts(mission_ids: Sequence[int], *, on: dt.date) -> dict[int, Counts]:
    """How many gaps each mission has, kept for a minute: home and portfolio show them, the page of gaps itself is always fresh."""
    keys = {pk: f"gaps:{pk}:{on}" for pk in mission_ids}
    kept = cache.get_many(keys.values())
    known = {pk: kept[key] for pk, key in keys.items() if key in kept}
    missing = [pk for pk in mission_ids if pk not in known]
    fresh = _count(missing, on)
    if fresh:
        cache.set_many({keys[pk]: count for pk, count in fresh.items()}, KEEP_SECONDS)
    return {**known, **fresh}


def _count(mission_ids: Sequence[int], on: dt.date) -> dict[int, Counts]:
    kinds: dict[int, Counter[str]] = {pk: Counter() for pk in mission_ids}
    rows = [rows for rule in gaps for rows in rule.rows(mission_ids, on)] if mission_ids else []
    for mission, kind in rows[0].union(*rows[1:], all=True) if rows else ():
        kinds[mission][kind] += 1
    return {
        pk: Counts(
            total=found.total(),
            unowned=sum(count for kind, count in found.items() if " without " in kind),
            overdue=sum(found[kind] for kind in OVERDUE),
        )
        for pk, found in kinds.items()
    }


@login_required
def page(request: HttpRequest, mission: str) -> HttpResponse:
    """All gaps of one mission, for the people on it."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    found = find_gaps([standing.mission.pk], on=standing.on)
    context = {
        "standing": standing,
        "section": "gaps",
        "groups": grouped(found),
        "total": len(found),
        "rules": [rule.label for rule in gaps],
    }
    return render(request, "gaps/page.html", context)
