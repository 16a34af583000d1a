"""Who may read, write, submit and answer reports, and why not."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from missions.core import clock
from missions.core.models import AuditRow
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.reports.models import Portfolio, Report
from missions.reports.querysets import ReportQuerySet
from missions.stewardship.access import DIRECTOR, LEAD, Standing, stand


@dataclass(frozen=True)
class PortfolioStanding:
    """A portfolio as one person meets it on a day. Whose office writes about it stands as a mission's lead does."""

    portfolio: Portfolio
    user: User | None
    roles: frozenset[str]
    on: dt.date
    mission: None = None

    def holds(self, *roles: str) -> bool:
        """Whether the person is one of these."""
        return not self.roles.isdisjoint(roles)

    def why_not(self, roles: Collection[str], to_do: str) -> str | None:
        """None when the person is one of these, or “Only this portfolio’s … can …”."""
        if self.holds(*roles):
            return None
        who = "director" if MissionRoleName.DIRECTOR in roles else "writer"
        return f"Only this portfolio’s {who} can {to_do}."

    @property
    def is_on_it(self) -> bool:
        """Its director, and who writes about it."""
        return bool(self.roles)


Place = Standing | PortfolioStanding


def place(user: User | None, where: Mapping[str, Any]) -> Place:
    """The one door to reports: of a mission or of a portfolio, as `where` names it."""
    on = clock.today()
    if "mission" in where:
        return stand(user, where["mission"], on=on)
    found = Portfolio.objects.filter(slug=where["portfolio"]).first()
    if found is None:
        raise Http404("No such portfolio.")
    return stand_by(found, user, on=on)


def place_on(user: User | None, where: Mapping[str, Any]) -> Place:
    """The door to what only the people on it see: 404 to everybody else."""
    found = place(user, where)
    if not found.is_on_it:
        raise Http404("No such page.")
    return found


def stand_by(portfolio: Portfolio, user: User | None, *, on: dt.date) -> PortfolioStanding:
    """What somebody is for a portfolio."""
    held = set()
    if user is not None and portfolio.director_id == user.pk:
        held.add(MissionRoleName.DIRECTOR.value)
    if user is not None and portfolio.writer_id == user.pk:
        held.add(MissionRoleName.LEAD.value)
    return PortfolioStanding(portfolio, user, frozenset(held), on)


def belongs_to(found: Place) -> dict[str, Any]:
    """By which reports of this place are found and made."""
    return {"mission": found.mission} if isinstance(found, Standing) else {"portfolio": found.portfolio}


def readable_reports(standing: Place) -> ReportQuerySet:
    """All of a place's reports for the people on it; for everybody else those that a director signed off."""
    reports = Report.objects.filter(**belongs_to(standing)).select_related("mission", "portfolio")
    return reports if standing.is_on_it else reports.published()


def report_for(standing: Place, issue: int, version: int) -> Report:
    """The one door to a report: 404 to those who may not read it."""
    found = readable_reports(standing).select_related("mission", "portfolio", "author", "answered_by", "latest__job")
    return get_object_or_404(found, issue=issue, version=version)


def issued_report_for(standing: Place, issue: int, version: int) -> Report:
    """The door to what is taken away: 404 for a draft, whose figures are not frozen yet."""
    found = report_for(standing, issue, version)
    if found.status == "draft":
        raise Http404("No such page.")
    return found


def own_report_for(standing: Place, issue: int, version: int) -> Report:
    """The door to changing a report: 404 to everybody who is not on the mission."""
    if not standing.is_on_it:
        raise Http404("No such page.")
    return report_for(standing, issue, version)


def why_not_write(standing: Place) -> str | None:
    """The lead composes, edits and submits."""
    return standing.why_not(LEAD, "write a report")


def why_not_answer(standing: Place, report: Report) -> str | None:
    """A director who had no hand in writing it."""
    why_not = standing.why_not(DIRECTOR, "sign off or return a report")
    if standing.user is not None and _wrote(standing.user, report, may_answer=why_not is None):
        return "You wrote this report, so another director signs it off."
    return why_not


def _wrote(user: User, report: Report, *, may_answer: bool) -> bool:
    """Its author, or who changed or submitted it in their place; only a director's hand is looked for in the audit trail."""
    if report.author_id == user.pk or not may_answer:
        return report.author_id == user.pk
    rows = AuditRow.objects.filter(subject_kind=report._meta.label_lower, subject_id=str(report.pk), actor_id=user.pk)
    return rows.filter(action__in=("report.edit", "report.submit")).exists()


def why_not_set_up(user: User | None) -> str | None:
    """Administrators name who directs a portfolio and who writes about it."""
    if user is not None and user.is_administrator:
        return None
    return "Only an administrator can set up a portfolio."


def own_portfolios(user: User) -> Q:
    """Of reports: those of portfolios that a person directs or writes about."""
    return Q(portfolio__director=user) | Q(portfolio__writer=user)


def portfolios_of(user: User) -> QuerySet[Portfolio]:
    """Those that a person directs or writes about; all for administrators, who set them up."""
    mine = Q() if user.is_administrator else Q(director=user) | Q(writer=user)
    return Portfolio.objects.filter(mine)
