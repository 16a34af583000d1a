"""What this area declares in the registries of the core."""

from missions.adoption.evidence import SOURCE as EVIDENCE
from missions.adoption.map_measure import MEASURE
from missions.adoption.succession import stages
from missions.core.registries import Erasure, Treatment, erasure, evidence, succession
from missions.maps.measures import map_measures


def declare() -> None:
    """Called once, when the product starts."""
    map_measures.declare("adoption", MEASURE)
    evidence.declare("adoption", EVIDENCE)
    succession.declare(
        "adoption.AdoptionEvent.organisation",
        Treatment(
            "Stages stay with the council that reached them. The successor’s is derived: a mix by population where they differ.",
            title="Adoption: latest stages",
            touches=stages,
        ),
    )
    succession.declare(
        "adoption.FundedPlace.organisation",
        Treatment("That a place was funded in a council stays; its successor is read from succession."),
    )
    erasure.declare("adoption.AdoptionEvent.recorded_by", Erasure("Stages that they recorded stay, by a number."))
