"""What this area declares in the registries of the core."""

from missions.core import import_jobs
from missions.core.registries import search
from missions.register.import_kind import REGISTER
from missions.register.search import SOURCE


def declare() -> None:
    """Called once, when the product starts."""
    search.declare("organisations", SOURCE)
    import_jobs.declare(REGISTER)
