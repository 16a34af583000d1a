"""What this area declares in the registries of the core."""

from missions.adoption.changes import listeners
from missions.core import import_jobs, jobs
from missions.core.prints import prints
from missions.core.registries import Erasure, Treatment, erasure, evidence, gaps, reminders, succession
from missions.outcomes import effect_job
from missions.outcomes.actions.effects import JOB as EFFECT
from missions.outcomes.effect_evidence import BENEFITS, EFFECTS
from missions.outcomes.evidence import SOURCE as EVIDENCE
from missions.outcomes.gaps import BENEFITS as UNOWNED_BENEFITS
from missions.outcomes.gaps import OVERDUE, RULE
from missions.outcomes.groups import ask_to_keep
from missions.outcomes.import_kind import MEASUREMENTS
from missions.outcomes.printing import PRINTS
from missions.outcomes.reminders import RULES
from missions.outcomes.succession import series


def declare() -> None:
    """Called once, when the product starts."""
    gaps.declare("indicators", RULE)
    gaps.declare("figures", OVERDUE)
    gaps.declare("benefits", UNOWNED_BENEFITS)
    import_jobs.declare(MEASUREMENTS)
    jobs.works.declare(EFFECT, effect_job.WORK)
    for name, printed in PRINTS.items():
        prints.declare(name, printed)
    for name, rule in RULES.items():
        reminders.declare(name, rule)
    evidence.declare("outcomes", EVIDENCE)
    evidence.declare("effects", EFFECTS)
    evidence.declare("benefits", BENEFITS)
    listeners.declare("outcomes", ask_to_keep)
    succession.declare(
        "outcomes.GroupSpan.organisation",
        Treatment("Groups are derived again: a successor stands where all councils that it replaced stood."),
    )
    succession.declare(
        "outcomes.Measurement.organisation",
        Treatment(
            "A figure stays with the council that it is about. Series of the successor are derived, as reported or on today’s map.",
            title="Series of figures",
            touches=series,
        ),
    )
    succession.declare(
        "outcomes.Ask.organisation",
        Treatment("Figures asked of a council for a time before it ends are still owed by those who held its records."),
    )
    for field in ("Collection.opened_by", "PeriodLock.locked_by", "Measurement.verified_by"):
        erasure.declare(f"outcomes.{field}", Erasure("What they did stays, by a number."))
    erasure.declare("outcomes.Indicator.owner", Erasure("Indicators that they owned stay, and are shown as having no owner."))
    erasure.declare("outcomes.Measurement.recorded_by", Erasure("Figures that they recorded stay, by a number."))
    erasure.declare("outcomes.Estimate.made_by", Erasure("Effects that they had computed stay, by a number."))
    erasure.declare(
        "outcomes.BenefitLine.owner", Erasure("Costs and benefits that they owned stay, and are shown as having no owner.")
    )
