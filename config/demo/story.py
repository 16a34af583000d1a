"""The demo's story: made-up people take part in rounds, decide and report, through the same actions that pages use."""

import datetime as dt

from config.demo import (
    asked,
    awards,
    claims,
    drafts,
    people,
    priorities,
    reporting,
    rounds,
    stakes,
    standards,
    waiting,
    worth,
)
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
    drafts.review(mission, everybody, now=now)
    rounds.hold(mission, everybody, now=now)
    waiting.hold(mission, everybody, now=now)
    claims.pay_for_time(mission, everybody, now=now)
    stakes.gather(mission, everybody, now=now)
    priorities.judge_and_plan(mission, everybody)
    worth.appraise_and_estimate(mission, everybody, now=now)
    asked.ask_for_homes(mission, everybody, now=now)
    reporting.decide_and_report(mission, everybody, now=now)
    awards.grant(mission, everybody, now=now)
    standards.publish_and_test(mission, everybody, now=now)
