"""What this area declares in the registries of the core."""

from missions.core.registries import evidence, gaps, search
from missions.problems.evidence import SOURCE as EVIDENCE
from missions.problems.gaps import RULE
from missions.problems.search import SOURCE


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("pain points", RULE)
    search.declare("pain points", SOURCE)
    evidence.declare("problems", EVIDENCE)
