"""Reminders of reports that wait for the director."""

import datetime as dt
from collections.abc import Iterator

from missions.core import clock
from missions.core.registries import Notice, ReminderRule
from missions.people.roles import MissionRoleName
from missions.reports.models import Report
from missions.stewardship.models import MissionRole

DAYS_AFTER = 3


def waiting(now: dt.datetime) -> Iterator[Notice]:
    """A report submitted some days ago and not answered, to each director of its mission. Two queries."""
    reports = list(
        Report.objects.filter(status="submitted", submitted_at__lte=now - dt.timedelta(days=DAYS_AFTER))
        .select_related("mission")
        .defer("content")
        .order_by("submitted_at", "pk")
    )
    missions = [report.mission_id for report in reports]
    directors = MissionRole.objects.to_tell(MissionRoleName.DIRECTOR, missions=missions, on=clock.london_day(now))
    for report in reports:
        for role in directors.get(report.mission_id, []):
            yield Notice(
                key=f"report-waits:{report.pk}:{role.user_id}",
                to_user_id=role.user_id,
                to_address=role.user.email,
                template="report_waits",
                context={"report": report, "url": report.get_absolute_url()},
                mission_id=report.mission_id,
            )


WAITING = ReminderRule(
    what="A report waits for sign-off",
    whom="The directors of its mission",
    when=f"{DAYS_AFTER} days after it was submitted",
    due=waiting,
)
