"""The director's portfolio: missions side by side, each figure a link to what it rests on."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.gaps import Counts, counts, find_gaps, grouped
from config.headline import Effect, Headline, Money, headlines
from config.sparkline import Sparkline, sparkline
from missions.core import clock, formats
from missions.core.fresh import page_part
from missions.core.spans import true_on
from missions.decisions.models import Decision
from missions.outcomes.models import Direction
from missions.people.access import signed_in
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.register.models import Succession
from missions.register.querysets import TO_COME
from missions.reports.access import portfolios_of
from missions.reports.models import Reading, Report
from missions.stewardship.models import EligibleType, Mission, MissionRole
from missions.stewardship.querysets import MissionQuerySet

# Whether a movement is good news, by the direction in which an indicator should go.
BETTER = {(Direction.UP, "up"), (Direction.DOWN, "down")}
WORSE = {(Direction.UP, "down"), (Direction.DOWN, "up")}


@dataclass(frozen=True)
class Asked:
    """A decision that is asked of the reader."""

    mission: Mission
    pk: int
    question: str
    due_on: str

    @property
    def day(self) -> dt.date:
        """By when."""
        return dt.date.fromisoformat(self.due_on)


@dataclass(frozen=True)
class Row:
    """One mission in one look."""

    mission: Mission
    headline: Headline
    report: Report | None
    decisions_waiting: int
    oldest_decision_days: int | None
    gaps: Counts
    days_since_director_read: int | None
    on_it: bool
    next_vesting: dt.date | None = None
    asked: Sequence[Asked] = ()

    @property
    def line(self) -> Sparkline | None:
        """The headline indicator over time."""
        return sparkline([float(row.value) for row in self.headline.series if row.value is not None])

    @property
    def meaning(self) -> str | None:
        """Whether the trend is “better”, “worse” or “neither”; None where there is none."""
        found, trend = self.headline, self.headline.trend
        if found.indicator is None or trend is None:
            return None
        pair = (Direction(found.indicator.direction), trend)
        return "better" if pair in BETTER else "worse" if pair in WORSE else "neither"

    @property
    def movement(self) -> str:
        """What the trend means, in words."""
        if self.meaning is None or self.headline.trend is None:
            return "One figure can’t show a trend"
        return self.headline.trend.capitalize() + ("" if self.meaning == "neither" else f", which is {self.meaning}")

    def as_json(self) -> dict[str, Any]:
        """What `portfolio --json` prints; null where something isn't known, never zero."""
        found = self.headline
        return {
            "mission": self.mission.slug,
            "status": self.mission.status,
            "delivery_confidence": self.report.confidence if self.report else None,
            "adoption": {"adopters": found.adopted, "councils_exist": found.councils},
            "money": _money(found.money),
            "outcome": _outcome(found),
            "decisions_waiting": self.decisions_waiting,
            "oldest_decision_days": self.oldest_decision_days,
            "unowned": self.gaps.unowned,
            "overdue": self.gaps.overdue,
            "days_since_director_read": self.days_since_director_read,
        }


@dataclass(frozen=True)
class Summary:
    """All missions in four figures: how many outcomes move as they should, and what waits for somebody."""

    better: int
    measured: int
    decisions: int
    oldest_days: int | None
    unowned: int
    overdue: int

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Summary":
        """Added up over the rows of a portfolio."""
        meanings = [row.meaning for row in rows if row.meaning is not None]
        days = [row.oldest_decision_days for row in rows if row.oldest_decision_days is not None]
        return cls(
            better=meanings.count("better"),
            measured=len(meanings),
            decisions=sum(row.decisions_waiting for row in rows),
            oldest_days=max(days, default=None),
            unowned=sum(row.gaps.unowned for row in rows),
            overdue=sum(row.gaps.overdue for row in rows),
        )


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Missions that this person is on, whatever the role; an administrator sees all that run."""
    user, on = signed_in(request), clock.today()
    body = page_part(request, (user, on), "portfolio/page_body.html", lambda: _facts(user, on))
    return render(request, "portfolio/page.html", {"body": body})


def _facts(user: User, on: dt.date) -> dict[str, Any]:
    rows = portfolio(mine(user, on), on=on, reader=user)
    return {
        "rows": rows,
        "on": on,
        "is_administrator": user.is_administrator,
        "summary": Summary.of(rows),
        "portfolios": portfolios_of(user),
        "asked": sorted((item for row in rows for item in row.asked), key=lambda item: (item.due_on, item.pk)),
    }


@login_required
def gaps_across(request: HttpRequest) -> HttpResponse:
    """The gaps of all those missions in one table, by kind and mission, those past their date first."""
    user, on = signed_in(request), clock.today()
    missions = {item.pk: item for item in mine(user, on).order_by("name")}
    on_them = set(Mission.objects.where(user, MissionRoleName.values, on).values_list("pk", flat=True))
    rows = []
    for group in grouped(find_gaps(list(missions), on=on)):
        counted = Counter(gap.mission_id for gap in group.gaps)
        oldest = {gap.mission_id: gap.since for gap in reversed(group.gaps)}
        rows += [(group.kind, missions[pk], count, oldest[pk], pk in on_them) for pk, count in counted.most_common()]
    return render(request, "gaps/across.html", {"rows": rows, "on": on})


def mine(user: User, on: dt.date) -> MissionQuerySet:
    """Which missions a person's portfolio holds."""
    return running() if user.is_administrator else Mission.objects.where(user, MissionRoleName.values, on)


def running() -> MissionQuerySet:
    """Missions that are active or closing."""
    return Mission.objects.filter(status__in=("active", "closing"))


def portfolio(missions: MissionQuerySet, *, on: dt.date, reader: User | None = None) -> list[Row]:
    """The rows, by name; the same number of queries however many missions there are. `on_it`: whether the reader has a role there."""
    roles = MissionRole.objects.as_at(on).filter(mission=OuterRef("pk"), user=reader)
    # Active missions come first and proposals last, as their statuses sort.
    found = list(_with_attention(missions, on, reader).annotate(on_it=Exists(roles)).order_by("status", "name"))
    reports = _latest_reports(found)
    gaps = counts([mission.pk for mission in found], on=on)
    return [
        Row(
            mission=mission,
            headline=figures,
            report=reports.get(mission.pk),
            decisions_waiting=mission.waiting,  # type: ignore[attr-defined]
            oldest_decision_days=_days(mission.oldest, on),  # type: ignore[attr-defined]
            gaps=gaps[mission.pk],
            days_since_director_read=_days(mission.last_read, on),  # type: ignore[attr-defined]
            on_it=mission.on_it,  # type: ignore[attr-defined]
            next_vesting=mission.next_vesting,  # type: ignore[attr-defined]
            asked=[Asked(mission, **found) for found in mission.mine],  # type: ignore[attr-defined]
        )
        for mission, figures in zip(found, headlines(found, on=on), strict=True)
    ]


def collect(missions: Sequence[int], as_at: dt.date) -> list[dict[str, Any]]:
    """What the report of a portfolio takes of each mission, in their order by name, as people read it."""
    rows = portfolio(Mission.objects.filter(pk__in=missions), on=as_at)
    return [_told(row) for row in sorted(rows, key=lambda row: row.mission.name)]


def _told(row: Row) -> dict[str, Any]:
    """A row of the page as plain values."""
    found, mission = row.headline, row.mission
    latest, earlier = found.latest, found.earlier
    unit = found.indicator

    def said(value: Decimal | None) -> str | None:
        return None if value is None or unit is None else f"{formats.thousands(value, unit.decimals)}{unit.unit_suffix}"

    return {
        "slug": mission.slug,
        "name": mission.name,
        "status": mission.status,
        "status_label": mission.get_status_display(),
        "intervention": found.intervention.name if found.intervention else None,
        "intervention_slug": found.intervention.slug if found.intervention else None,
        "adopted": found.adopted,
        "councils": found.councils,
        "indicator": unit.name if unit else None,
        "indicator_slug": unit.slug if unit else None,
        "value": said(latest.value) if latest else None,
        "period": latest.period.label if latest else None,
        "reported": latest.reported if latest else None,
        "eligible": latest.eligible if latest else None,
        "earlier": said(earlier.value) if earlier else None,
        "earlier_period": earlier.period.label if earlier else None,
        "target": said(found.target.value) if found.target else None,
        "target_day": formats.day(found.target.for_day) if found.target else None,
        "movement": row.movement,
        "meaning": row.meaning,
        "effect": _effect(found.effect),
        "awarded": str(found.money.total),
        "awarded_text": formats.short_pounds(found.money.total),
        "awards": found.money.count,
        **{name: None if value is None else str(value) for name, value in _budgets(found.money).items()},
        "decisions_waiting": row.decisions_waiting,
        "oldest_decision_days": row.oldest_decision_days,
        "gaps": row.gaps.total,
        "unowned": row.gaps.unowned,
        "overdue": row.gaps.overdue,
        "days_since_director_read": row.days_since_director_read,
        "next_vesting": row.next_vesting.isoformat() if row.next_vesting else None,
    }


def _budgets(money: Money) -> dict[str, Decimal | None]:
    return {"budget": money.budget, "committed": money.committed, "paid": money.paid, "left": money.left}


def _with_attention(missions: MissionQuerySet, on: dt.date, reader: User | None) -> MissionQuerySet:
    """Adds `waiting` decisions, when the `oldest` was asked, when a director of today last read an issued report, `next_vesting`.

    And the decisions that are asked of the reader: `mine`.
    """
    decisions = Decision.objects.waiting().filter(mission=OuterRef("pk")).order_by().values("mission")
    readings = Reading.objects.filter(
        true_on(on, "user__mission_roles__"),
        report__mission=OuterRef("pk"),
        user__mission_roles__mission=OuterRef("pk"),
        user__mission_roles__role=MissionRoleName.DIRECTOR,
    )
    types = EligibleType.objects.as_at(on).filter(
        mission=OuterRef(OuterRef("pk")),
        nation=OuterRef("predecessor__nation"),
        council_type=OuterRef("predecessor__council_type"),
    )
    to_come = Succession.objects.filter(Exists(types), vests_on__gt=on, status__in=TO_COME)
    asked = Decision.objects.filter(status="asked", asked_of=reader, mission=OuterRef("pk")).order_by("due_on", "pk")
    return missions.annotate(
        mine=ArraySubquery(asked.values(found=JSONObject(pk="pk", question="question", due_on="due_on"))),
        next_vesting=Subquery(to_come.order_by("vests_on").values("vests_on")[:1]),
        waiting=Coalesce(Subquery(decisions.annotate(found=Count("pk")).values("found")), 0),
        oldest=Subquery(decisions.annotate(found=Min("asked_at")).values("found")),
        last_read=Subquery(readings.order_by("-read_at").values("read_at")[:1]),
    )


def _latest_reports(missions: Sequence[Mission]) -> dict[int, Report]:
    issued = Report.objects.issued().filter(mission__in=missions).select_related("mission").defer("content", "narrative")
    latest = issued.order_by("mission_id", "-issue", "-version").distinct("mission_id")
    return {row.of.pk: row for row in latest}


def _days(moment: dt.datetime | None, on: dt.date) -> int | None:
    return (on - clock.london_day(moment)).days if moment else None


def _outcome(found: Headline) -> dict[str, Any]:
    latest = found.latest
    return {
        "indicator": found.indicator.slug if found.indicator else None,
        "value": _plain(latest.value) if latest else None,
        "target": _plain(found.target.value) if found.target else None,
        "trend": found.trend,
        "coverage": {"reported": latest.reported, "eligible": latest.eligible} if latest else None,
        "effect": _effect(found.effect),
    }


def _effect(found: Effect | None) -> dict[str, Any] | None:
    """What was found, with its sentence; None where nobody has computed it. Refused: no figure, and the sentence says why."""
    if found is None:
        return None
    result = found.result
    low, high = result.get("ci") or (None, None)
    return {
        "value": result.get("att"),
        "low": low,
        "high": high,
        "sentence": result.get("sentence", ""),
        "strength": result.get("strength", ""),
        "refused": bool(found.refused),
        "method": found.method,
        "made_on": found.made_on.isoformat(),
    }


def _money(money: Money) -> dict[str, str | None]:
    """Strings with two decimals. Committed is all that was awarded, recorded awards included; paid is what the ledger knows."""
    return {
        "budget": None if money.budget is None else str(money.budget),
        "committed": str(money.total),
        "paid": None if money.paid is None else str(money.paid),
    }


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
