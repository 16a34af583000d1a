"""What a mission needs before it may start."""

import datetime as dt

from missions.people.roles import MissionRoleName
from missions.stewardship.models import Mission

Conditions = list[tuple[str, bool]]


def conditions(mission: Mission, *, on: dt.date) -> Conditions:
    """Each condition as a sentence, and whether it holds on a day."""
    roles = set(mission.roles.as_at(on).values_list("role", flat=True))
    mandate = mission.mandates.as_at(on).prefetch_related("levers").first()
    return [
        ("Name a director.", MissionRoleName.DIRECTOR in roles),
        ("Name a lead.", MissionRoleName.LEAD in roles),
        ("Give it a mandate with at least one lever.", mandate is not None and bool(mandate.levers.all())),
        ("Give the mandate an end date.", mandate is not None and mandate.ends_on is not None),
        ("Say how often it is reviewed.", mission.review_every_months is not None),
    ]


def missing_conditions(mission: Mission, *, on: dt.date) -> list[str]:
    """The sentences of those that don't hold."""
    return [sentence for sentence, holds in conditions(mission, on=on) if not holds]
