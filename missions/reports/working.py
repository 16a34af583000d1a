"""What workers do for reports: collect the figures of one, or freeze and submit it."""

from django.contrib.auth import get_user_model

from missions.core import clock
from missions.core.jobs import Tell, Unusable, Work
from missions.core.models import Job
from missions.reports import actions
from missions.reports.access import place
from missions.reports.models import Report


def _report(job: Job) -> Report:
    found = Report.objects.select_related("mission", "portfolio").filter(pk=job.parameters["report"]).first()
    if found is None:
        raise Unusable("The report isn’t there any more.")
    return found


def _collect(job: Job, tell: Tell) -> str:
    actions.collect_figures(report=_report(job), now=clock.now(), tell=tell)
    return Job.Status.DONE


def _submit(job: Job, tell: Tell) -> str:
    """For who asked, with the rights that they have by now; a report that was submitted meanwhile stays as it is."""
    report = _report(job)
    by = get_user_model().objects.get(pk=job.asked_by_id or 0)
    if report.status == "draft":
        actions.submit(by=by, standing=place(by, report.where), report=report, now=clock.now(), tell=tell)
    return Job.Status.DONE


COLLECTING, SUBMITTING = Work(_collect), Work(_submit)
