"""The director's portfolio: missions side by side, each figure a link to what it rests on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.gaps import Counts, counts
from config.headline import Headline, Money, headlines
from config.sparkline import Sparkline, sparkline
from missions.core import clock
from missions.core.spans import true_on
from missions.decisions.models import Decision
from missions.outcomes.models import Direction
from missions.people.access import signed_in
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.register.models import Succession
from missions.register.querysets import TO_COME
from missions.reports.models import Reading, Report
from missions.stewardship.models import EligibleType, Mission, MissionRole
from missions.stewardship.querysets import MissionQuerySet

# Whether a movement is good news, by the direction in which an indicator should go.
BETTER = {(Direction.UP, "up"), (Direction.DOWN, "down")}
WORSE = {(Direction.UP, "down"), (Direction.DOWN, "up")}


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

    @property
    def line(self) -> Sparkline | None:
        """The headline indicator over time."""
        return sparkline([float(row.value) for row in self.headline.series if row.value is not None])

    @property
    def movement(self) -> str:
        """What the trend means, in words."""
        found, trend = self.headline, self.headline.trend
        if found.indicator is None or trend is None:
            return "One figure can’t show a trend"
        words = {"up": "Up", "down": "Down", "level": "Level"}[trend]
        direction = Direction(found.indicator.direction)
        meaning = (
            ", which is better" if (direction, trend) in BETTER else ", which is worse" if (direction, trend) in WORSE else ""
        )
        return f"{words}{meaning}"

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
        trends = [(Direction(row.headline.indicator.direction), row.headline.trend) for row in rows if row.headline.indicator]
        days = [row.oldest_decision_days for row in rows if row.oldest_decision_days is not None]
        return cls(
            better=sum(pair in BETTER for pair in trends),
            measured=sum(trend is not None for _, trend in trends),
            decisions=sum(row.decisions_waiting for row in rows),
            oldest_days=max(days, default=None),
            unowned=sum(row.gaps.unowned for row in rows),
            overdue=sum(row.gaps.overdue for row in rows),
        )


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Missions that this person is on, whatever the role; an administrator sees all that run."""
    user, on = signed_in(request), clock.today()
    rows = portfolio(mine(user, on), on=on, reader=user)
    context = {"rows": rows, "on": on, "is_administrator": user.is_administrator, "summary": Summary.of(rows)}
    return render(request, "portfolio/page.html", context)


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
    found = list(_with_attention(missions, on).annotate(on_it=Exists(roles)).order_by("status", "name"))
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
        )
        for mission, figures in zip(found, headlines(found, on=on), strict=True)
    ]


def _with_attention(missions: MissionQuerySet, on: dt.date) -> MissionQuerySet:
    """Adds `waiting` decisions, when the `oldest` was asked, when a director of today last read an issued report, `next_vesting`."""
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
    return missions.annotate(
        next_vesting=Subquery(to_come.order_by("vests_on").values("vests_on")[:1]),
        waiting=Coalesce(Subquery(decisions.annotate(found=Count("pk")).values("found")), 0),
        oldest=Subquery(decisions.annotate(found=Min("asked_at")).values("found")),
        last_read=Subquery(readings.order_by("-read_at").values("read_at")[:1]),
    )


def _latest_reports(missions: Sequence[Mission]) -> dict[int, Report]:
    issued = Report.objects.issued().filter(mission__in=missions).select_related("mission").defer("content", "narrative")
    return {row.mission_id: row for row in issued.order_by("mission_id", "-issue", "-version").distinct("mission_id")}


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
        "effect": None,
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
