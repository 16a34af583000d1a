"""What this area declares in the registries of the core."""

from missions.core.registries import evidence, gaps, search
from missions.interventions.evidence import SOURCE as EVIDENCE
from missions.interventions.gaps import ITERATIONS, UNADDRESSED, UNOWNED
from missions.interventions.search import SOURCE


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("unaddressed pain points", UNADDRESSED)
    gaps.declare("interventions", UNOWNED)
    gaps.declare("iterations", ITERATIONS)
    search.declare("interventions", SOURCE)
    evidence.declare("interventions", EVIDENCE)
