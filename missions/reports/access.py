"""Who may read, write, submit and answer reports, and why not."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from missions.core.models import AuditRow
from missions.people.models import User
from missions.reports.models import Report
from missions.reports.querysets import ReportQuerySet
from missions.stewardship.access import DIRECTOR, LEAD, Standing


def readable_reports(standing: Standing) -> ReportQuerySet:
    """All of a mission's reports for the people on it; for everybody else those that a director signed off."""
    reports = Report.objects.filter(mission=standing.mission).select_related("mission")
    return reports if standing.is_on_it else reports.published()


def report_for(standing: Standing, issue: int, version: int) -> Report:
    """The one door to a report: 404 to those who may not read it."""
    found = readable_reports(standing).select_related("mission", "author", "answered_by")
    return get_object_or_404(found, issue=issue, version=version)


def issued_report_for(standing: Standing, issue: int, version: int) -> Report:
    """The door to what is taken away: 404 for a draft, whose figures are not frozen yet."""
    found = report_for(standing, issue, version)
    if found.status == "draft":
        raise Http404("No such page.")
    return found


def own_report_for(standing: Standing, issue: int, version: int) -> Report:
    """The door to changing a report: 404 to everybody who is not on the mission."""
    if not standing.is_on_it:
        raise Http404("No such page.")
    return report_for(standing, issue, version)


def why_not_write(standing: Standing) -> str | None:
    """The lead composes, edits and submits."""
    return standing.why_not(LEAD, "write a report")


def why_not_answer(standing: Standing, report: Report) -> str | None:
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
