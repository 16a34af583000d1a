"""What this area declares in the registries of the core."""

from missions.adoption.evidence import SOURCE as EVIDENCE
from missions.adoption.import_kind import LISTS
from missions.adoption.map_measure import MEASURE
from missions.adoption.market_pieces import BLOCKERS
from missions.adoption.succession import stages
from missions.adoption.waiting import REMINDERS, RULE
from missions.core import import_jobs
from missions.core.registries import Erasure, Treatment, erasure, evidence, gaps, reminders, succession
from missions.maps.measures import map_measures
from missions.market.pieces import piece_sources


def declare() -> None:
    """Called once, when the product starts."""
    import_jobs.declare(LISTS)
    map_measures.declare("adoption", MEASURE)
    evidence.declare("adoption", EVIDENCE)
    gaps.declare("reports of adoption", RULE)
    piece_sources.declare("blocker", BLOCKERS)
    for name, rule in REMINDERS.items():
        reminders.declare(name, rule)
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
    succession.declare(
        "adoption.Blocker.organisation",
        Treatment(
            "What was in the way of a council stays said by it; after its last day it no longer counts. Ask its successor."
        ),
    )
    erasure.declare("adoption.Blocker.recorded_by", Erasure("What they said was in the way of their council stays, by a number."))
    erasure.declare("adoption.Review.made_by", Erasure("That they verified or returned a report stays, by a number."))
    erasure.declare("adoption.AdoptionEvent.recorded_by", Erasure("Stages that they recorded stay, by a number."))
