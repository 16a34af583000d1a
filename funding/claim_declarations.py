"""What claims and the subsidy rules declare in the registries of the core."""

from missions.core.registries import Erasure, Treatment, erasure, succession

STAYS = "That somebody did it stays, as the accounts need it; who it was is no longer known."


def declare_claims() -> None:
    """Part of what the area declares."""
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
