"""Whether something is worth it: costs and benefits by year, discounted. Plain values in and out, no database."""

from missions.outcomes.appraisal.appraising import Appraisal, Flow, Year, appraise
from missions.outcomes.appraisal.discounting import Schedule, schedule_of, schedules

__all__ = ("Appraisal", "Flow", "Schedule", "Year", "appraise", "schedule_of", "schedules")
