"""What this area declares in the registries of the core."""

from missions.core import import_jobs
from missions.register.import_kind import REGISTER


def declare() -> None:
    """Called once, when the product starts."""
    import_jobs.declare(REGISTER)
