"""The nightly job of reports."""

import datetime as dt

from celery import shared_task
from django.db.models import Exists, OuterRef, Q

from missions.core import clock
from missions.reports import actions
from missions.reports.models import Report

LOOKED_AT_FOR = dt.timedelta(days=400)
FRESH_FOR = dt.timedelta(hours=12)


@shared_task
def look_for_corrections() -> int:
    """Collect the figures of drafts and of the last year’s reports as they are known now. Returns how many; what is fresh is left out."""
    now = clock.now()
    newer = Report.objects.filter(
        Q(mission=OuterRef("mission")) | Q(portfolio=OuterRef("portfolio")),
        issue=OuterRef("issue"),
        version__gt=OuterRef("version"),
    )
    stale = Q(latest__known_at__isnull=True) | Q(latest__known_at__lt=now - FRESH_FOR)
    recent = Q(status="draft") | Q(submitted_at__gt=now - LOOKED_AT_FOR)
    found = Report.objects.filter(stale, recent).exclude(Exists(newer)).select_related("mission", "portfolio").defer("content")
    reports = list(found.order_by("pk"))
    for report in reports:
        actions.collect_figures(report=report, now=clock.now())
    return len(reports)
