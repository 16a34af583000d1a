"""What this area declares in the registries of the core."""

from codesign.evidence import SOURCE as EVIDENCE
from codesign.gaps import RULE
from codesign.search import SOURCE
from missions.core.registries import evidence, gaps, search


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("rounds", RULE)
    search.declare("rounds", SOURCE)
    evidence.declare("codesign", EVIDENCE)
