"""What this area declares in the registries of the core."""

from missions.core.prints import prints
from missions.core.registries import Erasure, erasure, reminders, search
from missions.reports.exports import AS_PDF, PRINT
from missions.reports.reminders import WAITING
from missions.reports.search import SOURCE


def declare() -> None:
    """Called once, when the product starts."""
    reminders.declare("report waits", WAITING)
    search.declare("reports", SOURCE)
    prints.declare(PRINT, AS_PDF)
    erasure.declare(
        "reports.Report.author", Erasure("Reports that they wrote stay: a frozen report is a public record and never changes.")
    )
    erasure.declare("reports.Report.answered_by", Erasure("Reports that they signed off stay, by a number."))
    erasure.declare("reports.Reading.user", Erasure("That a report was opened, and when, stays, by a number."))
