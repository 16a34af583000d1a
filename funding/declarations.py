"""What this area declares in the registries of the core."""

from funding.evidence import SOURCE as EVIDENCE
from missions.core.registries import Treatment, evidence, succession


def declare() -> None:
    """Called once, when the product starts."""
    evidence.declare("funding", EVIDENCE)
    succession.declare(
        "funding.Award.recipient",
        Treatment(
            "Awards stay with who got them. An open one passes to successors by dated novation entries that add up to the penny."
        ),
    )
    succession.declare("funding.Award.partners", Treatment("Partners of an award stay those of the day on which it was made."))
