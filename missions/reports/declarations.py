"""What this area declares in the registries of the core."""

from missions.core.registries import reminders, search
from missions.reports.reminders import WAITING
from missions.reports.search import SOURCE


def declare() -> None:
    """Called once, when the product starts."""
    reminders.declare("report waits", WAITING)
    search.declare("reports", SOURCE)
