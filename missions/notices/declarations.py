"""What this area declares in the registries of the core."""

from missions.core.registries import erasure
from missions.notices.erasure import ERASURES


def declare() -> None:
    """Called once, when the product starts."""
    for name, entry in ERASURES.items():
        erasure.declare(name, entry)
