"""What this area declares in the registries of the core."""

from missions.adoption.evidence import SOURCE as EVIDENCE
from missions.core.registries import Erasure, Treatment, erasure, evidence, succession


def declare() -> None:
    """Called once, when the product starts."""
    evidence.declare("adoption", EVIDENCE)
    succession.declare(
        "adoption.AdoptionEvent.organisation",
        Treatment(
            "The history of a stage stays with the council that reached it. The successor’s stage is derived from it, as a mix by population where predecessors differ."
        ),
    )
    succession.declare(
        "adoption.FundedPlace.organisation",
        Treatment("That a place was funded in a council stays; its successor is read from succession."),
    )
    erasure.declare("adoption.AdoptionEvent.recorded_by", Erasure("Stages that they recorded stay, by a number."))
