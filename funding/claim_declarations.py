"""What claims and the subsidy rules declare in the registries of the core."""

from funding.claim_gaps import RULES as GAPS
from funding.claim_reminders import RULES as REMINDERS
from missions.core.registries import Erasure, Treatment, erasure, gaps, reminders, succession

STAYS = "That somebody did it stays, as the accounts need it; who it was is no longer known."


def declare_claims() -> None:
    """Part of what the area declares."""
    for name, gap_rule in GAPS.items():
        gaps.declare(name, gap_rule)
    for name, rule in REMINDERS.items():
        reminders.declare(name, rule)
    for name, what in {
        "Claim.council": "A claim stays with the council whose time it was. A successor claims for its own time.",
        "ClaimLine.council": "Lines stay with their claim.",
        "ActorMember.organisation": "Who belonged to a group of suppliers, and when, stays as it was recorded.",
    }.items():
        succession.declare(f"funding.{name}", Treatment(what))
    for name in (
        "Claim.created_by",
        "Claim.submitted_by",
        "Claim.certified_by",
        "Claim.checked_by",
        "Claim.approved_by",
        "Claim.paid_by",
        "ClaimFile.added_by",
        "SubsidyNotice.notified_by",
        "SubsidyNotice.confirmed_by",
        "SubsidyRoute.recorded_by",
        "SubsidyPublication.recorded_by",
        "ConformancePass.entered_by",
        "ConformancePass.verified_by",
    ):
        erasure.declare(f"funding.{name}", Erasure(STAYS))
