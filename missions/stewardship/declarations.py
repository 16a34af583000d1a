"""What this area declares in the registries of the core."""

from missions.core.registries import gaps, search
from missions.stewardship.gaps import RULE
from missions.stewardship.search import SOURCE


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("missions", RULE)
    search.declare("missions", SOURCE)
