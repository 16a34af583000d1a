"""What this area declares in the registries of the core."""

from missions.core.registries import Erasure, Treatment, erasure, gaps, search, succession
from missions.stewardship.erasure import end_roles
from missions.stewardship.gaps import RULE
from missions.stewardship.search import SOURCE


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("missions", RULE)
    search.declare("missions", SOURCE)
    succession.declare(
        "stewardship.Mission.lead_department",
        Treatment("Nothing moves. When a department is reorganised, the mission’s lead names its successor by hand."),
    )
    erasure.declare(
        "stewardship.MissionRole.user",
        Erasure("Their roles on missions end. That somebody held them stays, without a name.", end_roles),
    )
