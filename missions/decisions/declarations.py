"""What this area declares in the registries of the core."""

from missions.core.registries import Erasure, erasure, evidence, gaps, reminders
from missions.decisions.evidence import SOURCE as EVIDENCE
from missions.decisions.gaps import RULE
from missions.decisions.reminders import DELEGATION_ENDS, DUE, REACHES_DIRECTOR, STAYS_OPEN


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("decisions", RULE)
    reminders.declare("decision due", DUE)
    reminders.declare("decision stays open", STAYS_OPEN)
    reminders.declare("decision reaches director", REACHES_DIRECTOR)
    reminders.declare("delegation ends", DELEGATION_ENDS)
    evidence.declare("decisions", EVIDENCE)
    erasure.declare(
        "decisions.Decision.asked_of",
        Erasure("Decisions asked of them stay, without a name: they are public records."),
    )
    erasure.declare("decisions.Delegation.director", Erasure("That they let somebody decide for them stays, by a number."))
    erasure.declare("decisions.Delegation.delegate", Erasure("That they decided for somebody stays, by a number."))
    erasure.declare("decisions.Decision.asked_by", Erasure("Decisions that they asked for stay, by a number."))
    erasure.declare(
        "decisions.Decision.decided_by",
        Erasure("Decisions that they took stay, without a name: they are public records."),
    )
