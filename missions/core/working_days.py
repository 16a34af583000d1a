"""Working days in England: Monday to Friday without bank holidays, from a maintained calendar."""

import datetime as dt

import holidays

# Made per year when a day of that year is first asked for, and kept.
BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")
ONE = dt.timedelta(days=1)


def is_working_day(day: dt.date) -> bool:
    """Neither at a weekend nor a bank holiday."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The working day that lies `count` working days after `day`; `day` itself isn’t counted."""
    while count > 0:
        day += ONE
        count -= is_working_day(day)
    return day


def working_days_between(earlier: dt.date, later: dt.date) -> int:
    """How many working days have passed by `later` since `earlier`, which isn’t counted itself; 0 on the same day."""
    return sum(is_working_day(earlier + ONE * step) for step in range(1, (later - earlier).days + 1))


def working_day_before(day: dt.date, count: int) -> dt.date:
    """The last day that lies at least `count` working days before `day`: what has waited since then, or longer, is that late."""
    while count > 0:
        count -= is_working_day(day)
        day -= ONE
    return day
