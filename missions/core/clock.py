"""The one place that reads the clock. Rules take `on` or `now` as arguments; only views, jobs and commands call these."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> dt.datetime:
    """This moment, aware."""
    return timezone.now()


def london_day(moment: dt.datetime) -> dt.date:
    """The day that a moment falls on in London."""
    return moment.astimezone(LONDON).date()


def today() -> dt.date:
    """Today in London."""
    return london_day(now())


def start_of(day: dt.date) -> dt.datetime:
    """Midnight in London at which `day` begins."""
    return dt.datetime.combine(day, dt.time(), tzinfo=LONDON)
