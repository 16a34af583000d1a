"""Who may read, write, submit and answer reports, and why not."""

from django.http import Http404
from django.shortcuts import get_object_or_404

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


def own_report_for(standing: Standing, issue: int, version: int) -> Report:
    """The door to changing a report: 404 to everybody who is not on the mission."""
    if not standing.is_on_it:
        raise Http404("No such page.")
    return report_for(standing, issue, version)


def why_not_write(standing: Standing) -> str | None:
    """The lead composes, edits and submits."""
    return standing.why_not(LEAD, "write a report")


def why_not_answer(standing: Standing, report: Report) -> str | None:
    """A director who did not write it."""
    if standing.user is not None and report.author_id == standing.user.pk:
        return "You wrote this report, so another director signs it off."
    return standing.why_not(DIRECTOR, "sign off or return a report")
