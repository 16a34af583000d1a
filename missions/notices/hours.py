"""When reminders may leave: on working days, neither early nor late, on London's clock. Summer time changes nothing for the reader."""

import datetime as dt

from missions.core import clock
from missions.core.working_days import is_working_day

# Quiet before the first and from the second hour on, at weekends and on bank holidays.
FIRST_HOUR, LAST_HOUR = 7, 19
DIGEST_HOUR = 8


def is_quiet(now: dt.datetime) -> bool:
    """Whether nobody is to be disturbed at this moment."""
    local = now.astimezone(clock.LONDON)
    return not is_working_day(local.date()) or not FIRST_HOUR <= local.hour < LAST_HOUR


def is_digest_time(now: dt.datetime) -> bool:
    """Whether digests of today may leave: from eight o'clock on a working day."""
    return not is_quiet(now) and now.astimezone(clock.LONDON).hour >= DIGEST_HOUR


def week_of(day: dt.date) -> dt.date:
    """The Monday of the week of a day, which names a weekly digest: it leaves on the first working day of that week."""
    return day - dt.timedelta(days=day.weekday())
