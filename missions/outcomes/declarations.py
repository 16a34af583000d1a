"""What this area declares in the registries of the core."""

from missions.core.registries import Erasure, Treatment, erasure, evidence, gaps, succession
from missions.outcomes.evidence import SOURCE as EVIDENCE
from missions.outcomes.gaps import RULE


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("indicators", RULE)
    evidence.declare("outcomes", EVIDENCE)
    succession.declare(
        "outcomes.Measurement.organisation",
        Treatment(
            "A figure stays with the council that it is about. Series of the successor are derived, as reported or on today’s map."
        ),
    )
    erasure.declare("outcomes.Indicator.owner", Erasure("Indicators that they owned stay, and are shown as having no owner."))
    erasure.declare("outcomes.Measurement.recorded_by", Erasure("Figures that they recorded stay, by a number."))
