"""Councils are asked for a figure that no published table holds yet; nobody has answered, so no figure of the demo is made up."""

import datetime as dt

from config.demo.accounts import LEAD
from missions.core import clock
from missions.core.working_days import add_working_days
from missions.outcomes.actions.collecting import open_collection
from missions.outcomes.models import Indicator
from missions.people.models import User
from missions.register.models import Organisation
from missions.stewardship.access import stand
from missions.stewardship.models import Mission

PERIOD = dt.date(2024, 4, 1)
COUNCILS = ("Dorset Council", "Camden", "Lambeth", "Doncaster", "Gloucester", "Canterbury")
WORKING_DAYS = 15
MESSAGE = "The national table comes out late. Your own count, the one you send to the department, is enough."


def ask_for_homes(mission: Mission, everybody: dict[str, User], *, now: dt.datetime) -> None:
    """Six councils, three weeks to answer."""
    lead, on = everybody[LEAD.email], clock.london_day(now)
    codes = Organisation.objects.councils().as_at(PERIOD).filter(name__in=COUNCILS).values_list("code", flat=True)
    open_collection(
        by=lead,
        standing=stand(lead, mission.slug, on=on),
        indicator=Indicator.objects.get(mission=mission, slug="net-additional-dwellings"),
        period_start=PERIOD,
        due_on=add_working_days(on, WORKING_DAYS),
        message=MESSAGE,
        codes=list(codes),
    )
