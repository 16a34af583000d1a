"""What this area declares in the registries of the core."""

from missions.adoption.evidence import SOURCE as EVIDENCE
from missions.core.registries import evidence


def declare() -> None:
    """Called once, when the product starts."""
    evidence.declare("adoption", EVIDENCE)
