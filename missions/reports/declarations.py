"""What this area declares in the registries of the core."""

from missions.core.jobs import works
from missions.core.prints import prints
from missions.core.registries import Erasure, erasure, reminders, search
from missions.reports.actions import COLLECT, SUBMIT
from missions.reports.exports import AS_PDF, PRINT
from missions.reports.reminders import REVIEW, STAYS, WAITING
from missions.reports.search import SOURCE
from missions.reports.working import COLLECTING, SUBMITTING


def declare() -> None:
    """Called once, when the product starts."""
    reminders.declare("report waits", WAITING)
    reminders.declare("report stays", STAYS)
    reminders.declare("review comes", REVIEW)
    search.declare("reports", SOURCE)
    prints.declare(PRINT, AS_PDF)
    works.declare(COLLECT, COLLECTING)
    works.declare(SUBMIT, SUBMITTING)
    erasure.declare(
        "reports.Report.author", Erasure("Reports that they wrote stay: a frozen report is a public record and never changes.")
    )
    erasure.declare("reports.Report.answered_by", Erasure("Reports that they signed off stay, by a number."))
    erasure.declare("reports.Reading.user", Erasure("That a report was opened, and when, stays, by a number."))
    erasure.declare(
        "reports.Portfolio.director", Erasure("That they direct a portfolio stays, by a number, until somebody else does.")
    )
    erasure.declare(
        "reports.Portfolio.writer", Erasure("That they write about a portfolio stays, by a number, until somebody else does.")
    )
