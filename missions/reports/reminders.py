"""Reminders of reports: those that wait for the director, and the next review that one names."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.people.models import User
from missions.people.roles import MissionRoleName
from missions.reports.models import Report
from missions.stewardship.models import MissionRole

DAYS_AFTER = 3
DAYS_UNTIL_ESCALATED = 14
DAYS_BEFORE_REVIEW = 14


def waiting(now: dt.datetime) -> Iterator[Notice]:
    """A report submitted some days ago and not answered, to each director of its mission or portfolio. Two queries."""
    reports = list(
        Report.objects.filter(status="submitted", submitted_at__lte=now - dt.timedelta(days=DAYS_AFTER))
        .select_related("mission", "portfolio__director")
        .defer("content")
        .order_by("submitted_at", "pk")
    )
    for report, people in _with(MissionRoleName.DIRECTOR, reports, clock.london_day(now)):
        for user in people:
            yield Notice(
                key=f"report-waits:{report.pk}:{user.pk}",
                to_user_id=user.pk,
                to_address=user.email,
                template="report_waits",
                context={"report": report, "url": report.get_absolute_url()},
                mission_id=report.mission_id,
            )


def review_comes(now: dt.datetime) -> Iterator[Notice]:
    """The next review that the latest signed-off report names, ahead and once it is past, to who writes the next. Two queries.

    A newer report, if only a draft, means that the review is in hand.
    """
    today = clock.london_day(now)
    newer = Report.objects.filter(
        Q(mission=OuterRef("mission")) | Q(portfolio=OuterRef("portfolio")), issue__gt=OuterRef("issue")
    )
    soon = Report.objects.filter(status="signed-off", next_review_on__lte=today + dt.timedelta(days=DAYS_BEFORE_REVIEW))
    running = Q(portfolio__isnull=False) | Q(mission__status__in=("active", "closing"))
    found = soon.filter(running).exclude(Exists(newer)).select_related("mission", "portfolio__writer").defer("content")
    for report, people in _with(MissionRoleName.LEAD, list(found.order_by("next_review_on", "pk")), today):
        is_late = report.next_review_on is not None and report.next_review_on < today
        for user in people:
            yield Notice(
                key=f"review-{'late' if is_late else 'soon'}:{report.pk}:{report.next_review_on}:{user.pk}",
                to_user_id=user.pk,
                to_address=user.email,
                template="review_comes",
                context={"report": report, "url": f"{report.of.get_absolute_url()}reports/", "is_late": is_late},
                mission_id=report.mission_id,
            )


def stays_unanswered(now: dt.datetime) -> Iterator[Notice]:
    """A report that nobody answered for two weeks goes to who submitted it. Two queries."""
    late = Report.objects.filter(status="submitted", submitted_at__lte=now - dt.timedelta(days=DAYS_UNTIL_ESCALATED))
    found = late.select_related("mission", "portfolio__writer").defer("content").order_by("submitted_at", "pk")
    for report, people in _with(MissionRoleName.LEAD, list(found), clock.london_day(now)):
        for user in people:
            yield Notice(
                key=f"report-stays:{report.pk}:{user.pk}",
                to_user_id=user.pk,
                to_address=user.email,
                template="report_stays",
                context={"report": report, "url": report.get_absolute_url(), "escalated": True},
                mission_id=report.mission_id,
            )


def _with(role: MissionRoleName, reports: Sequence[Report], on: dt.date) -> Iterator[tuple[Report, list[User]]]:
    """Each report with whom to tell: the holders of a role on its mission, or the portfolio's director or writer. One query."""
    missions = [report.mission_id for report in reports if report.mission_id is not None]
    held = MissionRole.objects.to_tell(role, missions=missions, on=on)
    for report in reports:
        if report.portfolio is not None:
            user = report.portfolio.director if role == MissionRoleName.DIRECTOR else report.portfolio.writer
            yield report, [user] if user.is_active else []
        elif report.mission_id is not None:
            yield report, [item.user for item in held.get(report.mission_id, [])]


WAITING = ReminderRule(
    what="A report waits for sign-off",
    whom="The directors of its mission, or the director of its portfolio",
    when=f"{DAYS_AFTER} days after it was submitted",
    due=waiting,
)
STAYS = ReminderRule(
    what="A report stays without an answer",
    whom="The leads of its mission, or who writes about its portfolio, so that they ask the director",
    when=f"{DAYS_UNTIL_ESCALATED} days after it was submitted",
    due=stays_unanswered,
)
REVIEW = ReminderRule(
    what="The next review that a report names comes, and no newer report was begun",
    whom="The leads of its mission, or who writes about its portfolio",
    when=f"{DAYS_BEFORE_REVIEW} days before it, and the day after it",
    due=review_comes,
)
