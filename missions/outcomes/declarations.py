"""What this area declares in the registries of the core."""

from missions.core.registries import evidence, gaps
from missions.outcomes.evidence import SOURCE as EVIDENCE
from missions.outcomes.gaps import RULE


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("indicators", RULE)
    evidence.declare("outcomes", EVIDENCE)
