"""What this area declares in the registries of the core."""

from funding.award_declarations import declare_awards
from funding.claim_declarations import declare_claims
from funding.evidence import SOURCE as EVIDENCE
from funding.gaps import RULES as GAPS
from funding.import_kind import AWARDS
from funding.reminders import RULES as REMINDERS
from funding.statement_files import AS_PDF, PRINT
from funding.succession import awards
from missions.core import import_jobs
from missions.core.prints import prints
from missions.core.registries import Treatment, evidence, gaps, reminders, succession


def declare() -> None:
    """Called once, when the product starts."""
    evidence.declare("funding", EVIDENCE)
    import_jobs.declare(AWARDS)
    prints.declare(PRINT, AS_PDF)
    for name, gap_rule in GAPS.items():
        gaps.declare(name, gap_rule)
    for name, rule in REMINDERS.items():
        reminders.declare(name, rule)
    succession.declare(
        "funding.Award.recipient",
        Treatment(
            "Awards stay with who got them. An open one passes to successors by dated novation entries that add up to the penny.",
            title="Awards",
            touches=awards,
        ),
    )
    succession.declare("funding.Award.partners", Treatment("Partners of an award stay those of the day on which it was made."))
    declare_awards()
    declare_claims()
