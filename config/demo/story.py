"""The demo's story: made-up people take part in rounds, decide and report, through the same actions that pages use."""

import datetime as dt

from config.demo import people, reporting, rounds, stakes
from config.demo.accounts import LEAD
from missions.core import clock
from missions.stewardship.models import Mission

__all__ = ("LEAD", "tell")


def tell(*, now: dt.datetime) -> None:
    """Everything, in the order in which it happened. Must run in one transaction with the facts."""
    mission = Mission.objects.get(slug="digital-planning")
    everybody = people.arrive(mission)
    people.own(mission, everybody)
    people.propose_next(everybody, clock.london_day(now))
    rounds.hold(mission, everybody, now=now)
    stakes.gather(mission, everybody, now=now)
    reporting.decide_and_report(mission, everybody, now=now)
