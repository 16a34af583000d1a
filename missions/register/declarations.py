"""What this area declares in the registries of the core."""

from missions.core import import_jobs
from missions.core.registries import Treatment, search, succession
from missions.register.import_kind import REGISTER
from missions.register.search import SOURCE


def declare() -> None:
    """Called once, when the product starts."""
    search.declare("organisations", SOURCE)
    import_jobs.declare(REGISTER)
    succession.declare(
        "register.Identifier.organisation",
        Treatment("Codes stay with the council that they were given to; the successor has its own."),
    )
    succession.declare("register.AlternativeName.organisation", Treatment("Other names stay with the council that went by them."))
    succession.declare(
        "register.Succession.predecessor",
        Treatment("This is the reorganisation itself: the link and its vesting day stay for good."),
    )
    succession.declare(
        "register.Succession.successor",
        Treatment("This is the reorganisation itself: the link and its vesting day stay for good."),
    )
    succession.declare(
        "register.OrganisationEvent.pgh_obj", Treatment("Every earlier version of a council’s record stays with that council.")
    )
