"""Reports of a mission and of all missions together: composed and frozen, then printed, each against its limit. Nothing is kept."""

import datetime as dt
import time
from collections.abc import Iterator

from django.core.cache import cache
from django.db import transaction

from missions.core import clock
from missions.core.pdf import render_pdf
from missions.people.models import User
from missions.reports import actions
from missions.reports.access import Place, place
from missions.reports.exports import AS_PDF
from missions.reports.models import Portfolio, Report
from missions.stewardship.models import Mission, MissionRole
from tests.benchmarks.jobs import Job
from tests.benchmarks.pages import MISSION

FREEZE, PRINT = 10.0, 15.0


def report_jobs() -> Iterator[Job]:
    """Rolled back."""
    with transaction.atomic():
        team = {role.role: role.user for role in MissionRole.objects.filter(mission__slug=MISSION).select_related("user")}
        missions = list(Mission.objects.filter(slug__startswith="scale-"))
        portfolio = Portfolio.objects.create(slug="bench", name="Bench", director=team["director"], writer=team["lead"])
        portfolio.missions.set(missions)
        for name, where in (("report of a mission", {"mission": MISSION}), ("report of the portfolio", {"portfolio": "bench"})):
            rows = 1 if "mission" in where else len(missions)
            frozen, seconds = _frozen(team["lead"], place(team["lead"], where))
            yield Job(f"{name} composes and freezes", seconds, FREEZE, 1.0, rows, against="its limit")
            yield Job(f"{name} as a PDF", _printed(team["lead"], frozen), PRINT, 1.0, rows, against="its limit")
        transaction.set_rollback(True)


def _frozen(lead: User, where: Place) -> tuple[Report, float]:
    now = clock.now()
    values = {"confidence": "amber", "confidence_reason": "Bench.", "next_review_on": clock.today() + dt.timedelta(days=90)}
    report = actions.compose(by=lead, standing=where, title="Bench", as_at=clock.today(), narrative="Text. " * 200, **values)
    started = time.perf_counter()
    actions.submit(by=lead, standing=where, report=report, now=now)
    return Report.objects.get(pk=report.pk), time.perf_counter() - started


def _printed(lead: User, report: Report) -> float:
    """With its charts drawn anew: what was drawn before would flatter it."""
    about = {**report.where, "issue": report.issue, "version": report.version}
    cache.delete_many([f"figure:{figure.key}" for figure in AS_PDF.page(lead, about).figures])
    started = time.perf_counter()
    page = AS_PDF.page(lead, about)
    for figure in page.figures:
        figure.draw_now()
    render_pdf(page.template, dict(page.context))
    return time.perf_counter() - started
