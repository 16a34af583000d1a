"""What this area declares in the registries of the core."""

from config.vesting import VESTING
from missions.core.registries import reminders


def declare() -> None:
    """Called once, when the product starts."""
    reminders.declare("vesting day", VESTING)
