"""Ownership gaps: what nobody owns, what is past its date and what nobody has decided."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from funding import claim_gaps as claims
from funding import gaps as awards
from missions.core import clock
from missions.core.access import require
from missions.core.fresh import kept
from missions.core.registries import Gap, gaps
from missions.notices.actions import nudge as write_to
from missions.notices.actions import why_not_nudge
from missions.people.access import signed_in
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.stewardship.access import Standing, stand_on
from missions.stewardship.models import MissionRole

OVERDUE = (
    "Decisions past their date",
    "Iterations that wait for a decision",
    "Rounds with unanswered submissions",
    "Rounds whose response is overdue",
    "Rounds with comments on a draft that wait",
    "Reviewed drafts whose response isn’t published",
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
class Asked:
    """A gap with who can close it, and by what it is found again when somebody asks them to."""

    gap: Gap
    people: Sequence[User]
    reader: User | None = None

    @property
    def key(self) -> str:
        """The same for the same gap as long as it says the same."""
        return sha256(f"{self.gap.kind} {self.gap.url} {self.gap.sentence}".encode()).hexdigest()[:24]

    @property
    def others(self) -> list[User]:
        """Those whom the reader can ask."""
        return [user for user in self.people if user != self.reader]

    @property
    def names(self) -> str:
        """“You, Tom Ellery”."""
        return ", ".join(["You"] * (self.reader in self.people) + [str(user) for user in self.others])


@dataclass(frozen=True)
class Counts:
    """How many gaps a mission has."""

    total: int
    unowned: int
    overdue: int


def find_gaps(mission_ids: Sequence[int], *, on: dt.date) -> list[Gap]:
    """Every gap of some missions as at a day; one query for each rule when something that a rule reads has changed."""
    wanted = sorted(mission_ids)
    return kept(f"gaps-found:{on}:{wanted}", lambda: [gap for rule in gaps for gap in rule.find(wanted, on)]) if wanted else []


def grouped(found: Iterable[Gap]) -> list[Group]:
    """By kind, the kinds that hurt most first: what is past its date, then what has no owner."""
    by_kind: dict[str, list[Gap]] = {}
    for gap in found:
        by_kind.setdefault(gap.kind, []).append(gap)
    kinds = sorted(by_kind, key=lambda kind: (kind not in OVERDUE, len(by_kind[kind]), kind))
    return [Group(kind, sorted(by_kind[kind], key=lambda gap: (gap.since or dt.date.max, gap.sentence))) for kind in kinds]


def counts(mission_ids: Sequence[int], *, on: dt.date) -> dict[int, Counts]:
    """How many gaps each mission has, counted again when something that a rule reads has changed."""
    wanted = sorted(mission_ids)
    return kept(f"gaps:{on}:{wanted}", lambda: _count(wanted, on)) if wanted else {}


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
    """All gaps of one mission, for the people on it, each with who can close it."""
    standing = stand_on(signed_in(request), mission, on=clock.today())
    found = find_gaps([standing.mission.pk], on=standing.on)
    asked = {id(item.gap): item for item in whom(found, standing)}
    context = {
        "standing": standing,
        "section": "gaps",
        "groups": [(group.kind, [asked[id(gap)] for gap in group.gaps]) for group in grouped(found)],
        "total": len(found),
        "rules": [rule.label for rule in gaps],
        "why_not_nudge": why_not_nudge(standing),
    }
    return render(request, "gaps/page.html", context)


def whom(found: Iterable[Gap], standing: Standing) -> list[Asked]:
    """Each gap with who has to act, while they are active; else with the mission's leads. Two queries."""
    listed = list(found)
    users = User.objects.filter(pk__in={gap.person_id for gap in listed if gap.person_id is not None}, is_active=True).in_bulk()
    mission = standing.mission.pk
    held = MissionRole.objects.to_tell(MissionRoleName.LEAD, missions=[mission], on=standing.on)
    leads = list({role.user_id: role.user for role in held.get(mission, ())}.values())
    return [Asked(gap, [users[gap.person_id]] if gap.person_id in users else leads, standing.user) for gap in listed]


@login_required
@require_POST
def nudge(request: HttpRequest, mission: str) -> HttpResponse:
    """Ask who can close a gap to do so. One that was closed meanwhile is closed, and nobody is written to."""
    user = signed_in(request)
    standing = stand_on(user, mission, on=clock.today())
    require(why_not_nudge(standing))
    wanted = request.POST.get("gap", "")
    every = whom(find_gaps([standing.mission.pk], on=standing.on), standing)
    item = next((item for item in every if item.key == wanted), None)
    if item is None:
        messages.info(request, "That gap isn’t there any more.")
    elif write_to(by=user, standing=standing, gap=item.gap, people=item.people):
        messages.success(request, f"We wrote to {item.names}.")
    else:
        messages.info(
            request, f"{item.names} had a message about it today already." if item.people else "Nobody leads the mission."
        )
    return redirect("gaps", standing.mission.slug)
