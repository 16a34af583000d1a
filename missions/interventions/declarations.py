"""What this area declares in the registries of the core."""

from missions.core.registries import Erasure, Treatment, erasure, evidence, gaps, reminders, search, succession
from missions.interventions.evidence import SOURCE as EVIDENCE
from missions.interventions.gaps import BROKEN, ITERATIONS, UNADDRESSED, UNOWNED
from missions.interventions.reminders import OVER, STAYS_OPEN
from missions.interventions.search import SOURCE
from missions.interventions.succession import aimed_at


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("unaddressed pain points", UNADDRESSED)
    gaps.declare("interventions", UNOWNED)
    gaps.declare("interventions that rest on a stopped one", BROKEN)
    gaps.declare("iterations", ITERATIONS)
    reminders.declare("iteration over", OVER)
    reminders.declare("iteration stays open", STAYS_OPEN)
    search.declare("interventions", SOURCE)
    evidence.declare("interventions", EVIDENCE)
    succession.declare(
        "interventions.Iteration.targeted_councils",
        Treatment(
            "The councils that an iteration was aimed at stay. After the vesting day the successor is read from succession.",
            title="Running iterations aimed at them",
            touches=aimed_at,
        ),
    )
    erasure.declare(
        "interventions.Intervention.owner", Erasure("Interventions that they owned stay, and are shown as having no owner.")
    )
    erasure.declare(
        "interventions.Iteration.owner", Erasure("Iterations that they owned stay, and are shown as having no owner.")
    )
    erasure.declare(
        "interventions.InterventionJudgement.judged_by", Erasure("What they judged of interventions stays, without their name.")
    )
